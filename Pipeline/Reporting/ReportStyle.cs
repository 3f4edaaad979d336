// The report's look: calm, one measure for all pages, colour only where it says something. Data, not logic.
namespace Paysieve.Pipeline.Reporting;

/// <summary>One style sheet for screen, phone, dark and paper. No font, picture or address from elsewhere.</summary>
internal static class ReportStyle
{
    internal const string Sheet =
        """
        :root {
          color-scheme: light dark;
          --ink: #1c2027; --soft: #566070; --line: #dde2e8; --paper: #ffffff; --wash: #f5f6f8;
          --link: #1d4f91; --mark: #2b6cb0; --mark-wash: #eaf2fb;
          --alarm: #a11d17; --alarm-wash: #fdf0ef; --warn: #7a4b00; --warn-wash: #fff6e3;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ink: #e5e8ed; --soft: #a4adbb; --line: #343c48; --paper: #14171c; --wash: #1c2128;
            --link: #90bdf5; --mark: #6fa8e8; --mark-wash: #182636;
            --alarm: #ff9d94; --alarm-wash: #2e1918; --warn: #f0c468; --warn-wash: #2b2311;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth; }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Hiragino Sans", "Yu Gothic UI", "Noto Sans CJK JP", "Malgun Gothic", sans-serif;
          font-variant-numeric: tabular-nums; overflow-wrap: break-word;
        }
        main, .top, .foot { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem; }
        .top { padding-top: 2rem; }
        .foot { padding-bottom: 3rem; color: var(--soft); font-size: .875rem; }
        h1 { font-size: 2rem; line-height: 1.2; margin: .25rem 0 .25rem; letter-spacing: -.01em; }
        h2 { font-size: 1.3rem; line-height: 1.3; margin: 3rem 0 .75rem; }
        h3 { font-size: 1.15rem; line-height: 1.35; margin: 0; }
        h4 { font-size: 1rem; margin: 0 0 .5rem; }
        h5 { font-size: .875rem; margin: 1rem 0 .25rem; color: var(--soft); font-weight: 600; }
        p { margin: .35rem 0; }
        a { color: var(--link); text-underline-offset: .15em; text-decoration-thickness: 1px; }
        a:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
        code { font: .875em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", monospace; overflow-wrap: anywhere; }
        .soft { color: var(--soft); }
        .small { font-size: .875rem; }
        .lead { font-size: 1.1rem; margin: 0 0 1.25rem; color: var(--soft); }
        .num { text-align: right; white-space: nowrap; }
        .nowrap { white-space: nowrap; }

        .tiles { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: 1.25rem 0; padding: 1rem 0; border: solid var(--line); border-width: 1px 0; }
        .tiles dt { font-size: .875rem; color: var(--soft); }
        .tiles dd { margin: 0; font-size: 1.35rem; font-weight: 600; line-height: 1.35; }
        .tiles dd small { display: block; font-size: .8125rem; font-weight: 400; color: var(--soft); }
        .tiles .alarm dd { color: var(--alarm); }
        .money { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
        .money li { white-space: nowrap; }

        .note { margin: .75rem 0; padding: .75rem 1rem; border-left: 4px solid var(--line); background: var(--wash); }
        .note > :first-child { margin-top: 0; } .note > :last-child { margin-bottom: 0; }
        .note h2 { font-size: 1rem; margin: 0 0 .25rem; }
        .note ul { margin: .25rem 0; padding-left: 1.2rem; }
        .note.alarm { border-color: var(--alarm); background: var(--alarm-wash); }
        .note.alarm h2 { color: var(--alarm); }
        .note.warn { border-color: var(--warn); background: var(--warn-wash); }
        .note.warn h2 { color: var(--warn); }
        nav ul { list-style: none; margin: 1.25rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .875rem; }

        table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
        caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .35rem; }
        th { text-align: left; font-size: .8125rem; font-weight: 600; color: var(--soft); }
        th, td { padding: .45rem 1.25rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th.num { text-align: right; }
        th:last-child, td:last-child { padding-right: 0; }
        tbody th { font-size: inherit; color: inherit; }
        tbody th.group { padding-top: 1.1rem; font-size: .875rem; }
        tbody th.group.alarm { color: var(--alarm); }
        .scroll { overflow-x: auto; }
        td .money { justify-content: flex-end; }
        .review td:nth-child(1) { width: 2.5rem; }
        .review .why { color: var(--soft); font-size: .9375rem; }
        .review bdi, .head h3 { overflow-wrap: anywhere; }
        @media (min-width: 40.01rem) { .review td.who { min-width: 8rem; } .review td.why { min-width: 18rem; } }

        .card { margin: 1.5rem 0; padding: 1.25rem 1.5rem 1.5rem; border: 1px solid var(--line); border-radius: 6px; border-top: 3px solid var(--soft); scroll-margin-top: .5rem; }
        .card.match { border-top-color: var(--alarm); }
        .card:target { box-shadow: 0 0 0 3px var(--mark-wash), 0 0 0 4px var(--mark); }
        .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .15rem 1rem; }
        .head .amount { font-weight: 700; white-space: nowrap; }
        .head .rank { color: var(--soft); font-weight: 600; }
        .head .back { margin-left: auto; font-size: .8125rem; }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .6rem 1.25rem; margin: .9rem 0 0; }
        .facts dt { font-size: .8125rem; color: var(--soft); }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        .cols { display: grid; grid-template-columns: minmax(0, 1fr) 23rem; gap: 0 2.25rem; }
        .cols.solo { grid-template-columns: minmax(0, 1fr); }
        .part { margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); min-width: 0; }
        .side { margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); min-width: 0; }
        .side h4 { margin-top: 0; }
        .verdict { margin: 0 0 .75rem; }
        .steps { width: 2.6rem; height: .6rem; margin-right: .3rem; fill: var(--line); vertical-align: baseline; }
        .steps .on { fill: var(--ink); }
        .steps.b4 .on { fill: var(--alarm); }
        .reasons { margin: .25rem 0; padding-left: 1.4rem; }
        .reasons li { margin-bottom: .7rem; }
        .reasons li::marker { color: var(--soft); }
        .share { display: flex; align-items: center; flex-wrap: wrap; gap: 0 .6rem; font-size: .8125rem; color: var(--soft); }
        .bar { width: 6rem; height: .4rem; flex: none; }
        .bar .all { fill: var(--line); } .bar .own { fill: var(--mark); } .bar .less { fill: var(--soft); }
        .plain { margin: .25rem 0; padding-left: 1.2rem; }
        .plain li { margin-bottom: .25rem; }
        .hit { margin: .5rem 0 .75rem; padding-left: .9rem; border-left: 3px solid var(--alarm); }
        .hit.review { border-color: var(--warn); }
        .route { display: block; width: 100%; max-width: 25rem; height: auto; margin: .25rem 0; }
        .route text { font-size: 11px; fill: var(--soft); }
        .route .new, .route .now { fill: var(--ink); }
        .route .new { font-weight: 700; }
        .route .tonight { fill: var(--mark-wash); }
        .route .rail { stroke: var(--soft); stroke-width: 2; fill: none; }
        .route .turn { stroke: var(--alarm); stroke-width: 2; fill: none; }
        .route .stop { fill: var(--paper); stroke: var(--soft); stroke-width: 2; }
        .route .stop.first { stroke: var(--alarm); }
        .route .stop.now { fill: var(--mark); stroke: var(--mark); }
        .route .size { fill: var(--line); } .route .size.now { fill: var(--mark); }
        .legs { list-style: none; margin: .25rem 0; padding: 0; }
        .legs li { position: relative; padding: 0 0 .6rem 1.3rem; }
        .legs li::before { content: ""; position: absolute; left: .25rem; top: .5rem; width: .55rem; height: .55rem; border-radius: 50%; border: 2px solid var(--soft); background: var(--paper); z-index: 1; }
        .legs li::after { content: ""; position: absolute; left: .52rem; top: .8rem; bottom: -.6rem; border-left: 2px solid var(--soft); }
        .legs li:last-child::after { display: none; }
        .do { margin-top: 1.25rem; padding: .9rem 1.1rem; background: var(--wash); border-radius: 4px; }
        .do p { margin: 0 0 .5rem; }
        .cmd { display: block; margin: .15rem 0; }
        .paper { display: none; }

        .deflist dt { font-weight: 600; margin-top: .75rem; }
        .deflist dd { margin: 0; max-width: 46rem; }
        .kv { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1.5rem; margin: .5rem 0; }
        .kv dt { color: var(--soft); } .kv dd { margin: 0; overflow-wrap: anywhere; }

        @media screen { .card { content-visibility: auto; contain-intrinsic-size: auto 42rem; } }
        @media (max-width: 60rem) { .cols { grid-template-columns: minmax(0, 1fr); } }
        @media (max-width: 40rem) {
          main, .top, .foot { padding-left: 1rem; padding-right: 1rem; }
          .top { padding-top: 1.25rem; }
          h1 { font-size: 1.6rem; }
          h2 { margin-top: 2.25rem; }
          .tiles { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem 1rem; }
          th, td { padding-right: .7rem; }
          .card { padding: 1rem 1rem 1.1rem; margin-left: -.35rem; margin-right: -.35rem; }
          .facts { grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: .5rem 1rem; }
          .review thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .review, .review tbody { display: block; }
          .review tr { display: grid; grid-template-columns: 2rem minmax(0, 1fr) max-content; gap: 0 .5rem; padding: .6rem 0; border-bottom: 1px solid var(--line); }
          .review th.group { grid-column: 1 / -1; padding: .5rem 0 0; }
          .review th, .review td { border: 0; padding: 0; }
          .review td.kind, .review td.why { grid-column: 2 / -1; }
          .kv { grid-template-columns: minmax(0, 1fr); gap: 0; } .kv dd { margin-bottom: .5rem; }
        }
        @media print {
          :root {
            color-scheme: light;
            --ink: #000000; --soft: #444a52; --line: #c9ced5; --paper: #ffffff; --wash: #f3f4f6;
            --link: #000000; --mark: #2b6cb0; --mark-wash: #eaf2fb;
            --alarm: #9a1a15; --alarm-wash: #fdf0ef; --warn: #6b4200; --warn-wash: #fff6e3;
          }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          html { font-size: 9.5pt; }
          main, .top, .foot { max-width: none; padding: 0; }
          nav, .back { display: none; }
          a { text-decoration: none; }
          h2, h3, h4, h5, caption { break-after: avoid; }
          tr, li, .note, .facts, .do, .hit, .route { break-inside: avoid; }
          thead { display: table-header-group; }
          .card { break-inside: avoid; margin: 1rem 0; padding: .8rem 1rem; }
          .cols { grid-template-columns: minmax(0, 1fr) 18rem; gap: 0 1.5rem; }
          .cols.solo { grid-template-columns: minmax(0, 1fr); }
          .scroll { overflow: visible; }
          .paper { display: block; margin-top: .8rem; }
        }
        @page { margin: 15mm 14mm 16mm; @bottom-left { content: "Paysieve night report. Personal data."; font-family: sans-serif; font-size: 8pt; color: #444a52; } @bottom-right { content: counter(page) " / " counter(pages); font-family: sans-serif; font-size: 8pt; color: #444a52; } }
        """;
}
