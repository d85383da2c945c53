// Progressive enhancement. Every page works without this file: a lookup is then a text field whose words the server resolves.
'use strict';
(() => {
  const wait = (ms, deed) => {
    let timer;
    return (...given) => { clearTimeout(timer); timer = setTimeout(() => deed(...given), ms); };
  };
  const make = (tag, attributes, parent) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (parent) parent.append(element);
    return element;
  };
  let made = 0;

  // Choose one of a million: <input data-lookup="/lookup/person/"> becomes a combobox (ARIA 1.2, list autocomplete, manual selection).
  function combobox(input) {
    if (input.getAttribute('role') === 'combobox') return;
    const id = `lookup-${++made}`;
    const label = input.labels && input.labels[0];
    const list = make('ul', { role: 'listbox', id, hidden: '' });
    const status = make('div', { role: 'status', class: 'vh' });
    const say = document.body.dataset;
    let options = [], at = -1, asked = null;
    if (label) list.setAttribute('aria-label', label.textContent.trim());
    for (const [name, value] of Object.entries({
      role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id,
    })) input.setAttribute(name, value);
    input.parentElement.classList.add('combo');
    input.after(list, status);

    function close() {
      list.hidden = true;
      at = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }
    function point(to) {
      const items = list.children;
      if (items[at]) items[at].setAttribute('aria-selected', 'false');
      at = to;
      if (!items[at]) { at = -1; input.removeAttribute('aria-activedescendant'); return; }
      items[at].setAttribute('aria-selected', 'true');
      items[at].scrollIntoView({ block: 'nearest' });
      input.setAttribute('aria-activedescendant', items[at].id);
    }
    function choose(index) {
      input.value = options[index].value;
      close();
      status.textContent = '';
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
    function show() {
      list.replaceChildren(...options.map((option, index) => {
        const item = make('li', { role: 'option', id: `${id}-${index}`, 'aria-selected': 'false' });
        item.append(option.label || option.value);
        if (option.detail) make('small', {}, item).append(option.detail);
        return item;
      }));
      list.hidden = !options.length;
      at = -1;
      input.removeAttribute('aria-activedescendant');
      input.setAttribute('aria-expanded', String(options.length > 0));
      status.textContent = options.length ? (say.sayFound || '{n}').replace('{n}', options.length) : say.sayNone || '';
    }
    async function ask() {
      if (asked) asked.abort();
      const words = input.value.trim();
      if (!words) { close(); status.textContent = ''; return; }
      asked = new AbortController();
      const url = new URL(input.dataset.lookup, location.href);
      url.searchParams.set('q', words);
      try {
        const answer = await fetch(url, { signal: asked.signal, headers: { Accept: 'application/json' } });
        options = (await answer.json()).results || [];
        if (document.activeElement === input) show();
      } catch (trouble) {
        if (trouble.name !== 'AbortError') close();
      }
    }

    const askSoon = wait(150, ask);
    input.addEventListener('input', askSoon);
    input.addEventListener('blur', close);
    list.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const item = event.target.closest('[role=option]');
      if (item) choose([...list.children].indexOf(item));
    });
    input.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.isComposing) return;
      const open = !list.hidden, last = options.length - 1;
      if (event.key === 'ArrowDown') { if (open) point(at < last ? at + 1 : 0); else ask(); }
      else if (event.key === 'ArrowUp' && open) point(at > 0 ? at - 1 : last);
      else if (event.key === 'Enter' && open && at >= 0) choose(at);
      else if (event.key === 'Escape' && open) close();
      else return;
      event.preventDefault();
    });
  }

  // How we read a date while it is typed: <input data-date-reading="/reading/" data-output="id"> and <output id>. The answer is plain text.
  // data-with names other fields (by id) whose values are sent along, such as the date of the source. A [data-yearless] tick beside it declines
  // the year that was inferred; it is there while there is one.
  function reading(input) {
    const output = document.getElementById(input.dataset.output);
    if (!output || input.dataset.reads) return;
    input.dataset.reads = 'yes';
    const tick = input.parentElement.querySelector('[data-yearless]');
    const others = (input.dataset.with || '').split(' ').map((id) => document.getElementById(id)).filter(Boolean);
    const tell = (text, year) => {
      output.textContent = text;
      if (tick) tick.closest('label').hidden = !tick.checked && year !== 'inferred';
    };
    async function ask() {
      const words = input.value.trim();
      if (!words) { tell('', ''); return; }
      const url = new URL(input.dataset.dateReading, location.href);
      url.searchParams.set('q', words);
      for (const other of others) url.searchParams.set(other.name, other.value);
      if (tick && tick.checked) url.searchParams.set('yearless', 'on');
      try {
        const answer = await fetch(url, { headers: { Accept: 'text/plain' } });
        const text = answer.ok && !answer.redirected ? await answer.text() : '';
        if (input.value.trim() === words) tell(text, answer.headers.get('X-Year'));
      } catch { tell('', ''); }
    }
    input.addEventListener('input', wait(300, ask));
    if (!tick) return;
    for (const other of [tick, ...others]) other.addEventListener('change', ask);
    ask();
  }

  // A tick in the head of a list whose rows can be picked picks all rows of the page.
  function pickAll(head) {
    if (head.querySelector('input')) return;
    const all = make('input', { type: 'checkbox', 'aria-label': head.textContent.trim() }, head);
    all.addEventListener('change', () => {
      for (const tick of head.closest('form').querySelectorAll('tbody [name=pick]')) tick.checked = all.checked;
    });
  }

  // / goes to the box that searches everything; E records an event, a letter goes where a [data-key] says; Enter goes on in a form[data-through]; Ctrl+Enter or Cmd+Enter sends the form, with its [data-next] button if it has one.
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, select, textarea, [contenteditable]');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest('form');
      if (form) { event.preventDefault(); form.requestSubmit(form.querySelector('[data-next]')); }
    } else if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const find = document.querySelector('input#find');
      if (!find || document.body.dataset.keys === 'off') return;
      event.preventDefault();
      find.focus();
      find.select();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.isComposing && !event.defaultPrevented) {
      const form = event.target.closest('form[data-through]');
      if (!form || !event.target.closest('input:not([type=submit]), select, textarea')) return;
      event.preventDefault();
      const stops = [...form.querySelectorAll('input:not([type=hidden]), select, textarea, button[type=submit]')];
      const radios = (stop) => stop.type === 'radio' && (!stop.checked || stop.name === event.target.name);
      const next = stops.slice(stops.indexOf(event.target) + 1).find((stop) => !radios(stop));
      if (next) next.focus();
    } else if (!typing && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && /^Key[A-Z]$/.test(event.code)
        && document.querySelector(`[data-key="${event.code}"]`)) {
      if (document.body.dataset.keys === 'off') return;
      event.preventDefault();
      location.assign(document.querySelector(`[data-key="${event.code}"]`).href);
    } else if (event.code === 'KeyE' && !typing && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey) {
      const record = document.querySelector('[data-record-event]');
      if (!record || document.body.dataset.keys === 'off') return;
      event.preventDefault();
      const form = document.querySelector('#record');
      const first = form && form.querySelector('select, textarea, input:not([type=hidden])');
      if (first) first.focus(); else if (record.href) location.assign(record.href);
    }
  });

  const enhance = (root) => {
    root.querySelectorAll('input[data-lookup]').forEach(combobox);
    root.querySelectorAll('input[data-date-reading]').forEach(reading);
    root.querySelectorAll('form.picked thead th:first-child').forEach(pickAll);
  };
  enhance(document);
  document.addEventListener('htmx:load', (event) => enhance(event.target.parentElement || document));
  const errors = document.querySelector('.errors[tabindex]');
  if (errors) errors.focus();
})();
