package fliki.report;

/** How the page looks: in light and dark, on a telephone and on paper. */
final class Style {

    static final String CSS =
            """
            :root {
              color-scheme: light dark; --page: #f6f7f9; --card: #fff; --text: #1c1f24; --faint: #5b6370;
              --line: #dfe3e8; --edge: #868e99; --good: #1a7f4b; --open: #2b6cb0; --bad: #c0362c; --link: #1d5fbf;
            }
            @media screen and (prefers-color-scheme: dark) {
              :root {
                --page: #14161a; --card: #1c1f25; --text: #e7e9ec; --faint: #a3abb7; --line: #343a44;
                --edge: #6f7885; --good: #4cc38a; --open: #6cb0f5; --bad: #ff8a7d; --link: #8ab8ff;
              }
            }
            * { box-sizing: border-box; } [hidden] { display: none !important; } html { scroll-padding-top: 4.5rem; }
            body {
              margin: 0 auto; padding: 1.5rem clamp(.75rem, 3vw, 2.5rem); max-width: 110rem;
              font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
            }
            h1 { margin: 0; font-size: 1.5rem; } h2 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; }
            p { margin: .25rem 0; } h1, p { overflow-wrap: anywhere; }
            .faint { color: var(--faint); } a { color: var(--link); }
            button, input, .scroll, dialog { border: 1px solid var(--edge); border-radius: .5rem; }
            button, input { padding: .25rem .7rem; min-height: 2.25rem; font: inherit; color: inherit; background: var(--card); }
            button:enabled, summary { cursor: pointer; }
            ::placeholder { color: var(--faint); opacity: 1; }
            button:disabled { color: var(--faint); border-color: var(--line); }
            :focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
            .bar { display: block; width: 100%; height: .9rem; margin: 1rem 0 .75rem; border-radius: .45rem; }
            .bar .good { fill: var(--good); } .bar .open { fill: var(--open); } .bar .bad { fill: var(--bad); }
            ul { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; padding: 0; list-style: none; }
            .reasons { flex-direction: column; align-items: start; margin-bottom: .5rem; } textarea { display: block; width: 100%; height: 8rem; }
            .group, .group:disabled { text-align: left; overflow-wrap: anywhere; color: var(--text); }
            .good::before { content: "\\2713  "; } .open::before { content: "\\25cf  "; } .bad::before { content: "\\2715  "; }
            .open::before, [data-state] { color: var(--open); }
            .good::before, [data-state=success] { color: var(--good); }
            .bad::before, [data-state=error], [data-state=canceled] { color: var(--bad); }
            [aria-pressed=true] { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); }
            .tools {
              position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center;
              margin-top: 1.5rem; padding: .5rem 0; background: var(--page);
            }
            .tools input, .tools p { flex: 1 1 10rem; }
            .scroll { overflow-x: auto; background: var(--card); border-color: var(--line); }
            table { width: 100%; border-collapse: collapse; }
            th, td { padding: .4rem .75rem; text-align: left; vertical-align: top; }
            th button { padding: 0; border: 0; background: none; font-weight: 600; white-space: nowrap; }
            [aria-sort=ascending] button::after { content: " \\2191"; }
            [aria-sort=descending] button::after { content: " \\2193"; }
            tbody tr { border-top: 1px solid var(--line); }
            td { max-width: 26rem; overflow-wrap: anywhere; white-space: pre-line; }
            td.short, td.number { white-space: nowrap; } td.long { min-width: 8.5rem; }
            td.number { text-align: right; font-variant-numeric: tabular-nums; }
            [data-state] { font-weight: 600; }
            .play { position: relative; display: block; width: 8rem; height: 4.5rem; padding: 0; overflow: hidden; }
            .play video { width: 100%; height: 100%; object-fit: cover; background: #000; }
            .play::after {
              content: "\\25b6"; position: absolute; inset: 0; display: grid; place-items: center;
              color: #fff; font-size: 1.4rem; text-shadow: 0 0 .4rem #000;
            }
            dialog { max-width: min(64rem, 96vw); padding: 1rem; color: inherit; background: var(--card); }
            dialog video { display: block; width: 56rem; max-width: 100%; max-height: 70vh; background: #000; }
            @media screen and (max-width: 45rem) {
              .scroll { background: none; border: 0; }
              table, thead, tbody, tbody tr, td { display: block; }
              thead tr { display: flex; flex-wrap: wrap; gap: 0 .9rem; align-items: baseline; }
              thead:has(button) tr::before { content: "Sort by"; }
              th { padding: 0; }
              tbody tr { margin: .6rem 0; padding: .4rem .75rem; background: var(--card); border: 1px solid var(--line); }
              td, td.number, td.short, td.long {
                display: grid; grid-template-columns: 7rem 1fr; min-width: 0; max-width: none; padding: .2rem 0;
                text-align: left; white-space: pre-line;
              }
              td > * { grid-column: 2; }
              td:empty { display: none; }
              td::before { content: attr(data-label); grid-row: 1; color: var(--faint); }
            }
            @media print {
              body { padding: 0; font-size: 11px; background: none; }
              input, .tools button, #copy, .play { display: none; } tr { break-inside: avoid; }
            }
            """;

    private Style() {}
}
