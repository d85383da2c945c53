// Asks a security key (WebAuthn) for its answer and sends it; webauthn.js of allauth speaks to the browser.
"use strict";
{
  const form = document.getElementById("key-form");
  const trouble = document.getElementById("key-trouble");
  const ids = {
    add: "key-ask",
    authenticate: "key-ask",
    credential: form.elements.credential.id,
    data: "key-data",
  };
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    trouble.hidden = false;
  });
  document.getElementById("key-ask").addEventListener("click", () => {
    trouble.hidden = true;
  });
  window.allauth.webauthn.forms[form.dataset.does]({ ids });
}
