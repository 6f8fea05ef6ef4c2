package fliki.report;

/** How the page looks: in light and dark, on a telephone and on paper. */
final class Style {

    static final String CSS =
            """
            :root {
              color-scheme: light dark;
              --page: #f6f7f9; --card: #fff; --text: #1c1f24; --faint: #5b6370; --line: #dfe3e8;
              --good: #1a7f4b; --open: #2b6cb0; --bad: #c0362c; --link: #1d5fbf;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --page: #14161a; --card: #1c1f25; --text: #e7e9ec; --faint: #a3abb7; --line: #343a44;
                --good: #4cc38a; --open: #6cb0f5; --bad: #ff8a7d; --link: #8ab8ff;
              }
            }
            * { box-sizing: border-box; }
            [hidden] { display: none !important; }
            body {
              margin: 0 auto; padding: 1.5rem clamp(.75rem, 3vw, 2.5rem); max-width: 110rem;
              font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
            }
            h1 { margin: 0; font-size: 1.5rem; overflow-wrap: anywhere; }
            h2 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; }
            p { margin: .25rem 0; }
            .faint { color: var(--faint); }
            a { color: var(--link); }
            button, input {
              font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
              border-radius: .5rem; padding: .25rem .7rem; min-height: 2.25rem;
            }
            button:enabled { cursor: pointer; }
            button:enabled:hover { border-color: var(--faint); }
            button:disabled { color: var(--faint); }
            :focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
            .bar { display: block; width: 100%; height: .9rem; margin: 1rem 0 .75rem; border-radius: .45rem; }
            rect.good { fill: var(--good); } rect.open { fill: var(--open); } rect.bad { fill: var(--bad); }
            ul { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; padding: 0; list-style: none; }
            .group { text-align: left; overflow-wrap: anywhere; }
            .group:disabled { color: var(--text); }
            .group::before { content: "\\25cf  "; }
            .good::before { color: var(--good); } .open::before { color: var(--open); }
            .bad::before { color: var(--bad); }
            [aria-pressed=true] { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); }
            .reasons { flex-direction: column; margin-bottom: .5rem; }
            .reasons button { width: 100%; }
            textarea { display: block; width: 100%; height: 8rem; margin-top: .5rem; font: 13px monospace; }
            .tools {
              position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .5rem;
              align-items: center; margin-top: 1.5rem; padding: .5rem 0; background: var(--page);
            }
            .tools input { flex: 1 1 14rem; }
            .tools p { flex: 1 1 12rem; margin: 0; color: var(--faint); font-variant-numeric: tabular-nums; }
            .scroll {
              overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
            }
            table { width: 100%; border-collapse: collapse; }
            th, td { padding: .4rem .75rem; text-align: left; vertical-align: top; }
            th { white-space: nowrap; font-weight: 600; }
            th button { padding: 0; border: 0; background: none; font-weight: 600; min-height: 1.5rem; border-radius: .2rem; }
            [aria-sort=ascending] button::after { content: " \\2191"; }
            [aria-sort=descending] button::after { content: " \\2193"; }
            tbody tr { border-top: 1px solid var(--line); }
            td { max-width: 26rem; overflow-wrap: anywhere; white-space: pre-line; }
            td.short, td.number { white-space: nowrap; }
            td.number { text-align: right; font-variant-numeric: tabular-nums; }
            td [data-state] { font-weight: 600; color: var(--open); white-space: nowrap; }
            td [data-state=success] { color: var(--good); }
            td [data-state=error], td [data-state=canceled] { color: var(--bad); }
            summary { cursor: pointer; }
            .play { position: relative; display: block; width: 8rem; height: 4.5rem; padding: 0; overflow: hidden; }
            .play video { width: 100%; height: 100%; object-fit: cover; background: #000; }
            .play::after {
              content: "\\25b6"; position: absolute; inset: 0; display: grid; place-items: center;
              color: #fff; font-size: 1.4rem; text-shadow: 0 0 .4rem #000;
            }
            dialog {
              max-width: min(64rem, 96vw); padding: 1rem; color: inherit; background: var(--card);
              border: 1px solid var(--line); border-radius: .8rem;
            }
            dialog::backdrop { background: #000b; }
            dialog video { display: block; width: 56rem; max-width: 100%; max-height: 70vh; background: #000; }
            dialog p { overflow-wrap: anywhere; }
            @media (max-width: 45rem) {
              .scroll { background: none; border: 0; }
              thead tr { display: flex; flex-wrap: wrap; gap: 0 .9rem; }
              thead:has(button) tr::before { color: var(--faint); content: "Sort by"; }
              th { padding: 0; }
              table, thead, tbody, tbody tr, td { display: block; }
              tbody tr {
                margin: .6rem 0; padding: .4rem .75rem; background: var(--card);
                border: 1px solid var(--line); border-radius: .6rem;
              }
              td, td.number, td.short {
                display: grid; grid-template-columns: 7rem 1fr; max-width: none; padding: .2rem 0;
                text-align: left; white-space: pre-line;
              }
              td > * { grid-column: 2; }
              td:empty { display: none; }
              td::before { content: attr(data-label); color: var(--faint); }
            }
            @media print {
              :root { --page: #fff; --card: #fff; --text: #000; --faint: #444; --line: #bbb; color-scheme: light; }
              body { padding: 0; font-size: 11px; }
              .tools input, .tools button, #copy, .play { display: none; }
              .tools { position: static; }
              tr { break-inside: avoid; }
            }
            """;

    private Style() {}
}
