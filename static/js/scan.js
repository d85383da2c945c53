// The scan station without waiting: scans queue up, each is sent once by its key, and what did not arrive is shown and sent again.
'use strict';
(() => {
  const form = document.getElementById('scan');
  if (!form) return;
  const input = form.elements.code, unsent = document.getElementById('unsent'), sound = document.getElementById('sound');
  const kept = `scans ${location.search}`, refused = `refused scans ${location.search}`;
  const read = (name) => JSON.parse(sessionStorage.getItem(name) || '[]');
  let queue = read(kept), aside = read(refused), busy = false, trouble = '';  // or lost, or out

  function keep() {
    sessionStorage.setItem(kept, JSON.stringify(queue));
    unsent.hidden = !(trouble && queue.length);
    unsent.replaceChildren();
    if (unsent.hidden) return;
    const all = document.createElement('div'), words = document.createElement('p'), list = document.createElement('ul');
    words.append(form.dataset[trouble]);
    if (trouble === 'out') {  // to this page, with a new token
      const door = document.createElement('a');
      door.href = location.pathname + location.search;
      door.append(form.dataset.enter);
      words.append(' ', door);
    }
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
  function list() {
    sessionStorage.setItem(refused, JSON.stringify(aside = aside.slice(-12)));
    const body = document.querySelector('#session tbody');
    for (const line of body.querySelectorAll('.refused')) line.remove();
    for (const scan of aside) {
      const line = document.importNode(document.getElementById('refused-line').content, true).firstElementChild;
      line.className = 'refused';
      line.querySelector('td').append(scan.at);
      line.querySelector('th').append(scan.code);
      body.prepend(line);
    }
    body.closest('.sheet').hidden = !body.rows.length;
  }
  function show(page) {
    for (const id of ['answer', 'session']) document.getElementById(id).replaceWith(document.importNode(page.getElementById(id), true));
    document.title = page.title;
    tone(document.querySelector('#answer .verdict').dataset.kind === 'recorded');
  }
  function putAside(code) {
    const verdict = document.importNode(document.getElementById('refused').content, true);
    verdict.querySelector('.mono').append(code);
    document.title = verdict.querySelector('h2').textContent;
    document.getElementById('answer').replaceChildren(verdict);
    aside.push({ code, at: new Date().toTimeString().slice(0, 5) });
    tone(false);
  }
  async function ask(scan) {
    const body = new FormData(form);
    body.set('code', scan.code);
    body.set('form_key', scan.key);
    try {
      const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
      if (answer.type === 'opaqueredirect' || answer.status === 403) return { trouble: 'out' };
      const page = answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html');
      const lost = answer.status === 503 || page && !page.getElementById('answer');  // not our page
      return { trouble: lost ? 'lost' : '', page };
    } catch {
      return { trouble: 'lost' };
    }
  }
  async function send() {
    if (busy) return;
    busy = true;
    try {
      while (queue.length) {
        const [scan] = queue, answer = await ask(scan);
        trouble = answer.trouble;
        if (trouble) break;
        queue.shift();
        keep();
        aside = aside.filter((each) => each.code !== scan.code);
        if (answer.page) show(answer.page);
        else putAside(scan.code);
        list();
      }
    } finally {
      busy = false;
      keep();
    }
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
  setInterval(() => { if (trouble === 'lost') send(); }, 3000);
  trouble = queue.length ? 'lost' : '';
  list();
  keep();
  send();
})();
