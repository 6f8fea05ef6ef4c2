'use strict';
const [WORD, KIND, PLAY, CELLS] = [0, 1, 2, 3];
const LEAF = 100, PRINTED = 1000, SHORT = 24, LONG = 300;
const element = id => document.getElementById(id);
const every = selector => [...document.querySelectorAll(selector)];
const [total, id, status, file] = ['total', 'id', 'status', 'file']
  .map(name => Number(document.querySelector('main').dataset[name]));
const headers = every('th'), labels = headers.map(header => header.textContent);
const download = labels.indexOf('download');
const find = element('find'), table = document.querySelector('.scroll'), dialog = element('player');
const chosen = {word: null, kind: null};
let rows, sorted, shown, leaf = 0, column = -1, down = false;

// Only the leaf on the screen is read, until all are needed.
const leaves = every('[type="application/json"]');
const read = leaf => JSON.parse(leaf.textContent);
const all = () => rows ??= leaves.flatMap(read);

const isNumber = text => /^-?\d{1,15}(\.\d{1,15})?$/.test(text);
const numeric = (rows, i) => rows.some(row => row[CELLS + i])
  && rows.every(row => !row[CELLS + i] || isNumber(row[CELLS + i]));
const number = n => n.toLocaleString('en');
const counted = (n, what) => number(n) + ' ' + what + (n === 1 ? '' : 's');

function create(tag, {onclick, onerror, ...attributes}, ...children) {
  const made = Object.assign(document.createElement(tag), {onclick, onerror});
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// A film is loaded when it scrolls onto the screen.
const onScreen = new IntersectionObserver(entries => {
  for (const {target} of entries.filter(entry => entry.isIntersecting)) {
    target.src = target.dataset.src + '#t=0.1';
    onScreen.unobserve(target);
  }
});

function player(row) {
  const film = create('video', {preload: 'metadata', tabindex: -1, 'data-src': row[PLAY]});
  onScreen.observe(film);
  const label = 'Play ' + row[CELLS + file];
  return create('button', {class: 'play', type: 'button', 'aria-label': label, onclick: () => play(row)}, film);
}

function play(row) {
  const note = create('p', {role: 'status'}, create('a', {href: row[PLAY]}, row[CELLS + file]));
  const unable = () => note.prepend('This browser cannot play it; open or save the file itself: ');
  dialog.replaceChildren(
    create('video', {src: row[PLAY], controls: '', autoplay: '', onerror: unable}), note,
    create('button', {type: 'button', onclick: () => dialog.close()}, 'Close'));
  dialog.onclose = () => { if (!dialog.open) dialog.replaceChildren(); };
  dialog.showModal();
}

function content(text, i) {
  if (i === status) return create('span', {'data-state': text.toLowerCase()}, text);
  const start = text.length > LONG ? text.slice(0, LONG) + '\u2026' : text;
  if (/^https?:\/\/\S+$/i.test(text)) {
    return create('a', {href: text, target: '_blank', rel: 'noreferrer'}, start);
  }
  return start === text ? create('bdi', {}, text)
    : create('details', {}, create('summary', {}, start), text.slice(LONG));
}

function line(row, numbers) {
  return create('tr', {role: 'row'}, ...labels.map((label, i) => {
    const text = i === download && row[PLAY] ? '' : row[CELLS + i]; // its link ends, the file stays
    const width = numbers[i] ? 'number' : text.length <= SHORT ? 'short' : 'long';
    return create('td', {role: 'cell', class: width, 'data-label': label},
      ...i === file && row[PLAY] ? [player(row)] : [], ...text ? [content(text, i)] : []);
  }));
}

// On paper there is one leaf, of more rows than a screen shows.
function draw(printed = false) {
  const count = shown ? shown.length : total, last = Math.max(1, Math.ceil(count / LEAF));
  const part = printed ? (shown ?? all()).slice(0, PRINTED)
    : shown ? shown.slice(leaf * LEAF, (leaf + 1) * LEAF) : leaves.slice(leaf, leaf + 1).flatMap(read);
  const numbers = labels.map((_, i) => numeric(part, i));
  every('#rows video').forEach(film => { film.removeAttribute('src'); film.load(); }); // few may be open
  element('rows').replaceChildren(...part.map(row => line(row, numbers)));
  element('count').textContent = counted(count, 'row') + (count < total ? ' of ' + number(total) : '')
    + (printed ? count > PRINTED ? '; ' + number(count - PRINTED) + ' more are not printed' : ''
      : last > 1 ? ', page ' + number(leaf + 1) + ' of ' + number(last) : '');
  element('previous').disabled = leaf === 0;
  element('next').disabled = leaf >= last - 1;
  if (table.getBoundingClientRect().top < 0) table.scrollIntoView();
}

function filter() {
  const text = find.value.trim().toLowerCase();
  shown = (sorted ?? all()).filter(row => (chosen.word === null || row[WORD] === chosen.word)
    && (chosen.kind === null || row[KIND] === chosen.kind)
    && (!text || (row.text ??= row.slice(CELLS).join('\n').toLowerCase()).includes(text)));
  leaf = 0;
  draw();
}

function choose(what, button) {
  const on = button.ariaPressed !== 'true';
  every('[data-' + what + ']').forEach(each => each.ariaPressed = on && each === button);
  chosen[what] = on ? button.dataset[what] : null;
  filter();
}

function sort(i) {
  down = column === i && !down;
  column = i;
  headers.forEach((header, at) => header.ariaSort = at !== i ? 'none' : down ? 'descending' : 'ascending');
  const text = new Intl.Collator(undefined, {numeric: true}).compare;
  const compare = numeric(all(), i) ? (a, b) => a - b : text;
  sorted = [...all()].sort((one, other) => {
    const [a, b] = [one[CELLS + i], other[CELLS + i]];
    return !a || !b ? !a - !b : down ? compare(b, a) : compare(a, b);
  });
  filter();
}

async function copy() {
  const ids = [...new Set(all().filter(row => row[KIND]).map(row => row[CELLS + id].trim()))].filter(Boolean);
  const box = element('ids');
  box.value = ids.join('\n') + '\n';
  box.hidden = await navigator.clipboard?.writeText(box.value).then(() => true, () => false) ?? false;
  element('copied').textContent = box.hidden ? 'Copied ' + counted(ids.length, 'id') + '.'
    : 'This browser refuses to copy: take them from here.';
  box.focus({preventScroll: true}), box.select();
}

headers.forEach((header, i) =>
  header.replaceChildren(create('button', {type: 'button', onclick: () => sort(i)}, labels[i])));
for (const what of ['word', 'kind']) {
  every('[data-' + what + ']').forEach(button =>
    Object.assign(button, {disabled: false, ariaPressed: 'false', onclick: () => choose(what, button)}));
}
find.oninput = filter;
[['previous', -1, 'next'], ['next', 1, 'previous']].forEach(([name, by, other]) => element(name).onclick =
  () => { leaf += by; draw(); if (element(name).disabled) element(other).focus(); });
element('copy')?.addEventListener('click', copy);
addEventListener('beforeprint', () => draw(true));
addEventListener('afterprint', () => draw());
every('.script').forEach(part => part.hidden = false);
draw();
