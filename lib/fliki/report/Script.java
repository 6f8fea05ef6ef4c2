package fliki.report;

/** What the page does: filters, sorts and turns the leaves of its rows, and plays their files. */
final class Script {

    static final String JS =
            """
            'use strict';
            const [WORD, KIND, PLAY, CELLS] = [0, 1, 2, 3];
            const LEAF = 100, SHORT = 24, LONG = 300;
            const element = id => document.getElementById(id);
            const leaves = [...document.querySelectorAll('[type="application/json"]')];
            const [total, id, status, file] = ['total', 'id', 'status', 'file']
              .map(name => Number(document.querySelector('main').dataset[name]));
            const headers = [...document.querySelectorAll('th')];
            const labels = headers.map(header => header.textContent);
            const find = element('find'), dialog = element('player');
            const chosen = {word: null, kind: null};
            let rows, sorted, shown, leaf = 0, column = -1, down = false;

            // Only the leaf on the screen is read, until somebody searches or sorts.
            const read = leaf => JSON.parse(leaf.textContent);
            const all = () => rows ??= leaves.flatMap(read);
            const numeric = (rows, i) => rows.some(row => row[CELLS + i])
              && rows.every(row => !row[CELLS + i] || /^-?\\d+(\\.\\d+)?$/.test(row[CELLS + i]));

            const create = (tag, properties, ...children) => {
              const made = Object.assign(document.createElement(tag), properties);
              made.append(...children);
              return made;
            };
            const counted = (n, what) => n.toLocaleString('en') + ' ' + what + (n === 1 ? '' : 's');

            // Sees to it that only those on the screen are read.
            const visible = new IntersectionObserver(entries => {
              for (const {isIntersecting, target} of entries.filter(entry => entry.isIntersecting)) {
                target.src = target.dataset.src + '#t=0.1';
                visible.unobserve(target);
              }
            });

            function link(text) {
              if (!/^https?:\\/\\/\\S+$/i.test(text)) return null;
              return URL.canParse(text) ? create('a', {href: text, target: '_blank', rel: 'noreferrer'}, text) : null;
            }

            function player(row) {
              const video = create('video', {muted: true, preload: 'metadata', tabIndex: -1});
              video.dataset.src = row[PLAY];
              visible.observe(video);
              const button = create('button', {className: 'play', type: 'button', onclick: () => play(row)}, video);
              button.setAttribute('aria-label', 'Play ' + row[CELLS + file]);
              return button;
            }

            function play(row) {
              const note = create('p', {}, create('a', {href: row[PLAY]}, row[CELLS + file]));
              const video = create('video', {src: row[PLAY], controls: true, autoplay: true});
              video.onerror = () => note.prepend('This browser cannot play it; open or save the file itself: ');
              dialog.replaceChildren(video, note,
                create('button', {type: 'button', onclick: () => dialog.close()}, 'Close'));
              dialog.onclose = () => dialog.replaceChildren();
              dialog.showModal();
            }

            function content(row, i) {
              const text = row[CELLS + i];
              if (i === status && text) {
                const word = create('span', {}, text);
                word.dataset.state = text.toLowerCase();
                return word;
              }
              if (text.length > LONG) {
                return create('details', {},
                  create('summary', {}, text.slice(0, LONG) + '\\u2026'), text.slice(LONG));
              }
              return link(text) ?? create('bdi', {}, text);
            }

            function line(row, numbers) {
              const cells = labels.map((label, i) => {
                const small = row[CELLS + i].length <= SHORT ? 'short' : '';
                const cell = create('td', {className: numbers[i] ? 'number' : small});
                cell.dataset.label = label;
                cell.setAttribute('role', 'cell');
                if (i === file && row[PLAY]) cell.append(player(row));
                if (row[CELLS + i]) cell.append(content(row, i));
                return cell;
              });
              const made = create('tr', {}, ...cells);
              made.setAttribute('role', 'row');
              return made;
            }

            function draw() {
              const count = shown ? shown.length : total;
              const last = Math.max(1, Math.ceil(count / LEAF));
              const part = shown ? shown.slice(leaf * LEAF, (leaf + 1) * LEAF) : leaves.slice(leaf, leaf + 1).flatMap(read);
              const numbers = labels.map((_, i) => numeric(part, i));
              element('rows').replaceChildren(...part.map(row => line(row, numbers)));
              element('count').textContent = counted(count, 'row')
                + (count < total ? ' of ' + total.toLocaleString('en') : '')
                + (last > 1 ? ', page ' + (leaf + 1) + ' of ' + last : '');
              element('previous').disabled = leaf === 0;
              element('next').disabled = leaf >= last - 1;
            }

            function filter() {
              const text = find.value.trim().toLowerCase();
              shown = (sorted ?? all()).filter(row => (chosen.word === null || row[WORD] === chosen.word)
                && (chosen.kind === null || row[KIND] === chosen.kind)
                && (!text || (row.text ??= row.slice(CELLS).join('\\n').toLowerCase()).includes(text)));
              leaf = 0;
              draw();
            }

            function choose(what, button) {
              const on = button.getAttribute('aria-pressed') !== 'true';
              document.querySelectorAll('[data-' + what + ']')
                .forEach(each => each.setAttribute('aria-pressed', on && each === button));
              chosen[what] = on ? button.dataset[what] : null;
              filter();
            }

            function sort(i) {
              down = column === i && !down;
              column = i;
              headers.forEach((header, at) =>
                header.setAttribute('aria-sort', at !== i ? 'none' : down ? 'descending' : 'ascending'));
              const text = new Intl.Collator(undefined, {numeric: true}).compare;
              const compare = numeric(all(), i) ? (a, b) => a - b : text;
              sorted = [...all()].sort((one, other) => {
                const [a, b] = [one[CELLS + i], other[CELLS + i]];
                return !a || !b ? !a - !b : down ? compare(b, a) : compare(a, b);
              });
              filter();
            }

            async function copy() {
              const ids = [...new Set(all().filter(row => row[KIND]).map(row => row[CELLS + id]))].filter(Boolean);
              const box = element('ids');
              box.value = ids.join('\\n') + '\\n';
              try {
                await navigator.clipboard.writeText(box.value);
                element('copied').textContent = 'Copied ' + counted(ids.length, 'id') + '.';
              } catch {
                box.hidden = false;
                box.select();
                element('copied').textContent = 'This browser does not let a page copy: take them from here.';
              }
            }

            function turn(by) {
              leaf += by;
              draw();
              element('tools').scrollIntoView();
            }

            headers.forEach((header, i) => {
              header.replaceChildren(create('button', {type: 'button', onclick: () => sort(i)}, labels[i]));
              header.setAttribute('aria-sort', 'none');
            });
            for (const what of ['word', 'kind']) {
              for (const button of document.querySelectorAll('[data-' + what + ']')) {
                button.disabled = false;
                button.setAttribute('aria-pressed', false);
                button.onclick = () => choose(what, button);
              }
            }
            find.oninput = filter;
            element('previous').onclick = () => turn(-1);
            element('next').onclick = () => turn(1);
            if (element('copy')) element('copy').onclick = copy;
            document.querySelectorAll('.script').forEach(part => part.hidden = false);
            draw();
            """;

    private Script() {}
}
