// The scan station without waiting: scans queue up, each is sent once by its key, and what did not arrive is shown and sent again.
'use strict';
(() => {
  const form = document.getElementById('scan');
  if (!form) return;
  const input = form.elements.code, unsent = document.getElementById('unsent'), sound = document.getElementById('sound');
  const kept = `scans ${location.search}`;
  let queue = JSON.parse(sessionStorage.getItem(kept) || '[]'), busy = false, lost = false;

  function keep() {
    sessionStorage.setItem(kept, JSON.stringify(queue));
    unsent.hidden = !(lost && queue.length);
    unsent.replaceChildren();
    if (unsent.hidden) return;
    const all = document.createElement('div'), words = document.createElement('p'), list = document.createElement('ul');
    words.append(form.dataset.lost);
    for (const scan of queue) {
      const line = document.createElement('li');
      line.className = 'mono';
      line.append(`${scan.code} · ${form.dataset.waiting}`);
      list.append(line);
    }
    all.append(words, list);
    unsent.append(all);
  }
  function tone(good) {
    if (!sound.checked) return;
    const audio = new AudioContext(), note = audio.createOscillator();
    note.frequency.value = good ? 880 : 220;
    note.connect(audio.destination);
    note.start();
    note.stop(audio.currentTime + (good ? 0.09 : 0.4));
    note.onended = () => audio.close();
  }
  function show(html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    for (const id of ['answer', 'session']) document.getElementById(id).replaceWith(document.importNode(page.getElementById(id), true));
    document.title = page.title;
    tone(document.querySelector('#answer .verdict').dataset.kind === 'recorded');
  }
  async function send() {
    if (busy) return;
    busy = true;
    while (queue.length) {
      const body = new FormData(form);
      body.set('code', queue[0].code);
      body.set('form_key', queue[0].key);
      try {
        const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
        if (!answer.ok) throw new Error(answer.status);
        show(await answer.text());
        queue.shift();
        lost = false;
      } catch {
        lost = true;
        break;
      }
      keep();
    }
    busy = false;
    keep();
  }
  const key = () => ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (c) => (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16));

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const code = input.value.trim();
    input.value = '';
    input.focus();
    if (!code) return;
    queue.push({ code, key: key() });
    keep();
    send();
  });
  document.getElementById('sound-row').hidden = false;
  addEventListener('online', send);
  setInterval(() => { if (lost) send(); }, 3000);
  lost = queue.length > 0;
  keep();
  send();
})();
