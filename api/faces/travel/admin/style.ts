/** Looks of the back office. */
export const style = `
:root { --ink: #1d2a33; --soft: #5d6f7b; --line: #dde4e8; --paper: #fff; --ground: #f4f7f8; --accent: #17698f; --alarm: #b3261e; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; background: var(--ground); color: var(--ink);
  font: 15px/1.6 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
nav { flex: 0 0 12rem; background: var(--ink); padding: 1rem 0; display: flex; flex-direction: column; min-height: 100vh; }
nav a { color: #d9e3e8; text-decoration: none; padding: 0.5rem 1.25rem; border-left: 3px solid transparent; }
nav a:hover { background: #2a3b46; }
nav a[aria-current] { background: #2a3b46; color: #fff; border-color: #5fb3d9; }
nav .home { font-weight: 600; color: #fff; margin-bottom: 1rem; }
nav form { margin-top: auto; padding: 0.5rem 1.25rem; }
main { flex: 1; min-width: 0; padding: 1.5rem 2rem 3rem; max-width: 84rem; }
h1 { font-size: 1.35rem; margin: 0 0 1rem; }
a { color: var(--accent); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: 1rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.25rem; text-decoration: none; color: inherit; }
.card b { display: block; font-size: 1.8rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.card span { color: var(--soft); }
.door { max-width: 22rem; margin: 0 auto; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1.5rem; }
.door label { display: block; margin-bottom: 0.9rem; color: var(--soft); }
.door input { width: 100%; margin-top: 0.25rem; }
.door button { width: 100%; }
.bar { display: flex; gap: 0.5rem; align-items: center; margin-bottom: 1rem; }
main:only-child h1 { text-align: center; margin-top: 12vh; }
.bar .bar { margin: 0; }
.bar .total { margin-left: auto; color: var(--soft); }
input, select, button { font: inherit; color: inherit; }
input, select { border: 1px solid #b9c6cd; border-radius: 5px; padding: 0.35rem 0.6rem; background: #fff; }
button { border: 1px solid var(--accent); background: var(--accent); color: #fff; border-radius: 5px; padding: 0.35rem 0.9rem; cursor: pointer; white-space: nowrap; }
button.quiet { background: none; border-color: #6c7f8b; color: #d9e3e8; padding: 0.2rem 0.7rem; }
td button { padding: 0.1rem 0.6rem; background: #fff; color: var(--accent); }
td button.alarm { border-color: var(--alarm); color: var(--alarm); }
:focus-visible { outline: 2px solid #5fb3d9; outline-offset: 1px; }
table { width: 100%; border-collapse: collapse; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
th, td { text-align: left; vertical-align: top; padding: 0.55rem 0.8rem; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 500; white-space: nowrap; }
td.time, td.number { white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--soft); }
td.text { max-width: 30rem; overflow-wrap: anywhere; }
td.text small { display: block; color: var(--soft); }
td form { display: inline-flex; gap: 0.3rem; margin: 0 0.3rem 0.2rem 0; }
td input[type="number"] { width: 5rem; padding: 0.1rem 0.4rem; }
.mark { display: inline-block; border-radius: 1rem; padding: 0 0.6rem; background: #e3eef3; color: var(--accent); white-space: nowrap; margin-right: 0.3rem; }
.mark.alarm { background: #fbe6e4; color: var(--alarm); }
.problem { color: var(--alarm); }
.empty { color: var(--soft); padding: 2rem; text-align: center; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.pages { display: flex; gap: 1rem; justify-content: center; margin-top: 1rem; color: var(--soft); }
@media (max-width: 45rem) { body { display: block; } nav { min-height: 0; flex-direction: row; flex-wrap: wrap; } main { padding: 1rem; overflow-x: auto; } }
`;
