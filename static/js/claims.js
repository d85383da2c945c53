// A claim shows the fields that its aspect asks for, and offers the aspects of the kind of record that the reference names.
// Without this file a button asks the server for the same.
'use strict';
(() => {
  function claim(box) {
    const aspect = box.querySelector('select[data-offers]'), about = box.querySelector('[data-lookup$="/record/"]');
    if (!aspect || box.dataset.claim) return;
    box.dataset.claim = 'on';
    const offers = JSON.parse(aspect.dataset.offers);
    const show = () => box.querySelectorAll('[data-aspects]').forEach((part) => {
      part.hidden = !part.dataset.aspects.split(' ').includes(aspect.value);
      part.querySelectorAll('input, select, textarea').forEach((control) => { control.disabled = part.hidden; });
    });
    const offer = () => {
      const named = about.value.toUpperCase().match(/\b([A-Z]{3})-[0-9A-Z]+\s*$/), fitting = named && offers[named[1]];
      for (const option of aspect.options) {
        option.hidden = option.disabled = Boolean(fitting && option.value && !fitting.includes(option.value));
      }
    };
    aspect.addEventListener('change', show);
    about.addEventListener('change', offer);
    box.querySelectorAll('[data-scriptless]').forEach((part) => { part.hidden = true; });
    offer();
    show();
  }
  const begin = () => document.querySelectorAll('[data-claim]').forEach(claim);
  begin();
  document.addEventListener('htmx:load', begin);
})();
