
'use strict';
// What is on the page is there without this; here it is searched, filtered, sorted and moved through.
(() => {
  const one = selector => document.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const find = one('#find');
  const body = one('tbody');
  const chips = all('.chip');
  const outputs = all('details').map(element => ({ element, status: element.dataset.status, text: null }));
  const jobs = all('tr', body).map(element => ({
    element, status: element.dataset.status, host: element.dataset.host, text: element.textContent.toLowerCase(),
    output: outputs[element.dataset.output] ?? null,
  }));
  const lines = all('.lines li').map(element => ({ element, host: element.dataset.host }));

  // The text of an output is read when it is first searched, not while the page opens.
  const textOf = output => output.text ??= output.element.querySelector('pre').textContent.toLowerCase();

  function show() {
    const words = find.value.trim().toLowerCase();
    const wanted = new Set(chips.filter(isPressed).map(chip => chip.dataset.status));
    const holding = new Set(words ? outputs.filter(output => textOf(output).includes(words)) : []);
    const hosts = new Set();
    const shownOutputs = new Set();
    let count = 0;
    for (const job of jobs) {
      const isFound = !words || job.text.includes(words) || holding.has(job.output);
      const isShown = isFound && (!wanted.size || wanted.has(job.status));
      job.element.hidden = !isShown;
      if (!isShown) continue;
      count += 1;
      hosts.add(job.host);
      if (job.output) shownOutputs.add(job.output);
    }
    for (const line of lines) line.element.hidden = !hosts.has(line.host);
    for (const output of outputs) output.element.hidden = !shownOutputs.has(output);
    const isAll = count === jobs.length;
    one('#count').textContent = isAll ? '' : `${count.toLocaleString('en')} of ${jobs.length.toLocaleString('en')} jobs`;
    one('#jobs .none').hidden = count > 0;
    open([...holding].filter(output => shownOutputs.has(output)), words);
  }

  // The first few outputs that hold the words are opened, and the words are marked in them.
  const mostOpened = 5;
  const mostMarks = 500;
  function open(found, words) {
    for (const output of found.slice(0, mostOpened)) output.element.open = true;
    if (!globalThis.CSS?.highlights) return;
    const ranges = [];
    for (const output of found.slice(0, mostOpened)) {
      const first = ranges.length;
      const box = output.element.querySelector('pre');
      const node = box.firstChild;
      const text = textOf(output);
      // Lower case may have another length (İ): then nothing is marked rather than the wrong letters.
      if (text.length !== node.length) continue;
      for (let at = text.indexOf(words); at >= 0 && ranges.length < mostMarks; at = text.indexOf(words, at + words.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        ranges.push(range);
      }
      const mark = ranges[first]?.getBoundingClientRect();
      if (mark) box.scrollTop += mark.top - box.getBoundingClientRect().top - box.clientHeight / 2;
    }
    CSS.highlights.set('found', new Highlight(...ranges));
  }

  const isPressed = chip => chip.getAttribute('aria-pressed') === 'true';
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      chip.setAttribute('aria-pressed', String(!isPressed(chip)));
      show();
    });
  }
  let waiting;
  find.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 80);
  });

  const heads = all('thead th');
  function sort(head) {
    const column = heads.indexOf(head);
    const order = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
    for (const other of heads) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', order);
    const words = new Intl.Collator('en', { numeric: true });
    const keys = new Map(jobs.map(job => {
      const cell = job.element.cells[column];
      return [job, cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value)];
    }));
    const compare = (a, b) => typeof a === 'number' ? a - b : words.compare(a, b);
    const sign = order === 'ascending' ? 1 : -1;
    jobs.sort((a, b) => sign * compare(keys.get(a), keys.get(b)));
    body.append(...jobs.map(job => job.element));
  }
  for (const head of heads) head.querySelector('button')?.addEventListener('click', () => sort(head));

  // One of a list can be reached by Tab; the arrow keys move on from there.
  function focus(element) {
    const list = element.parentElement;
    for (const other of list.querySelectorAll(':scope > [tabindex="0"]')) other.tabIndex = -1;
    element.tabIndex = 0;
    element.focus();
  }
  function moved(element, key) {
    const shown = [...element.parentElement.children].filter(other => !other.hidden);
    const at = shown.indexOf(element);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[key];
    return to === undefined ? undefined : shown[Math.min(Math.max(to, 0), shown.length - 1)];
  }
  function reveal(id) {
    const element = document.getElementById(id);
    if (element?.tagName !== 'DETAILS') return;
    element.open = true;
    element.querySelector('summary').focus();
    element.scrollIntoView();
  }

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = event.target;
    if (event.key === '/' && here !== find) {
      find.focus();
      find.select();
    } else if (event.key === 'Escape' && (find.value || chips.some(isPressed))) {
      find.value = '';
      for (const chip of chips) chip.setAttribute('aria-pressed', 'false');
      show();
    } else if (here.matches('tbody tr, .lines li')) {
      const next = moved(here, event.key);
      if (next) {
        focus(next);
      } else if (event.key === 'Enter') {
        const job = jobs.find(job => job.element === here || job.host === here.dataset.host && !job.element.hidden);
        if (job?.output) reveal(job.output.element.id);
      } else {
        return;
      }
    } else {
      return;
    }
    event.preventDefault();
  });
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#o"]');
    if (link) setTimeout(reveal, 0, link.hash.slice(1));
  });
  const say = event => {
    const line = event.target.closest('.lines li');
    if (line) one('#say').textContent = line.getAttribute('aria-label');
  };
  one('.lines').addEventListener('mouseover', say);
  one('.lines').addEventListener('focusin', say);
  reveal(location.hash.slice(1));
})();
