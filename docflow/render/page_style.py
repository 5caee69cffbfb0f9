"""The style of the page that explains a reading: the page on the left, the values on the right, light or dark."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--ink:#1d2330;--soft:#5b6472;--paper:#fff;--back:#f3f4f7;--line:#d9dde4;
--sure:#0a7d4b;--likely:#b26a00;--none:#b3261e;--finding:#7a3fb0}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaf0;--soft:#a3abb9;--paper:#1d212b;--back:#14171e;--line:#353b48;
--sure:#4cc38a;--likely:#f0a830;--none:#ff7b72;--finding:#c79bf2}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.45 system-ui,"Segoe UI","Noto Sans",sans-serif;color:var(--ink);background:var(--back)}
header{padding:18px 28px 6px}
h1{font-size:20px;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:15px;margin:22px 0 8px}
header p,small,.key,.empty,figcaption{color:var(--soft);font-size:12.5px}
code{font-size:11.5px;overflow-wrap:anywhere}
main{display:grid;grid-template-columns:minmax(0,3fr) minmax(320px,2fr);gap:26px;padding:6px 28px 40px;align-items:start}
@media (max-width:900px){main{grid-template-columns:minmax(0,1fr)}}
.legend{position:sticky;top:0;max-height:100vh;overflow:auto;background:var(--paper);border:1px solid var(--line);
border-radius:10px;padding:2px 18px 18px}
@media (max-width:900px){.legend{position:static;max-height:none}}
figure{margin:0 0 22px}
figcaption{margin:0 0 5px}
.page{position:relative;background:#fff;border:1px solid var(--line);box-shadow:0 2px 10px #0002}
.page img{display:block;width:100%;height:auto}
.box{--tone:var(--soft);position:absolute;border:1.5px solid var(--tone);border-radius:3px;
background:color-mix(in srgb,var(--tone) 9%,transparent);text-decoration:none}
.sure{--tone:var(--sure)}.likely{--tone:var(--likely)}.none{--tone:var(--none)}.plain{--tone:var(--soft)}
.finding{--tone:var(--finding)}
.box.finding{border-style:dashed;background:none}
.page .box.sure{--tone:#0a7d4b}.page .box.likely{--tone:#b26a00}.page .box.none{--tone:#b3261e}.page .box.finding{--tone:#7a3fb0}
.box b,.mark{display:inline-block;min-width:18px;padding:0 5px;border-radius:9px;background:var(--tone,var(--soft));color:#fff;
font:600 11px/18px system-ui,sans-serif;text-align:center;white-space:nowrap;text-decoration:none}
@media (prefers-color-scheme:dark){.legend .mark,.lines .mark{color:#111}}
.box b{position:absolute;right:100%;top:50%;transform:translate(-3px,-50%)}
.box.finding b{right:auto;left:100%;transform:translate(3px,-50%)}
.box i{display:none;position:absolute;left:0;top:calc(100% + 4px);z-index:2;width:max-content;max-width:360px;padding:6px 9px;
background:#1d2330;color:#fff;border-radius:6px;font:13px/1.35 system-ui,sans-serif}
.box:hover,.box:focus{z-index:3;background:color-mix(in srgb,var(--tone) 20%,transparent)}
.box:hover i,.box:focus i{display:block}
table{border-collapse:collapse;width:100%}
.legend td,.legend th{padding:7px 8px 7px 0;border-top:1px solid var(--line);vertical-align:top;text-align:left;
overflow-wrap:anywhere}
.legend th{font-weight:500;color:var(--soft);white-space:nowrap;padding-right:14px}
.legend td:first-child{width:30px}
.legend tr:first-child td,.legend tr:first-child th{border-top:0}
.legend small{display:block}
tr:target,li:target{background:color-mix(in srgb,var(--tone,var(--soft)) 16%,transparent)}
ul{margin:4px 0;padding-left:18px}
li{margin:3px 0;overflow-wrap:anywhere}
.key{margin:10px 0 0}
.lines{background:var(--paper);border:1px solid var(--line)}
.lines td{padding:3px 12px;vertical-align:top;overflow-wrap:anywhere}
.lines .gap{color:var(--soft);text-align:center;padding:10px}
.said{background:color-mix(in srgb,var(--tone) 16%,transparent);border-bottom:2px solid var(--tone)}
.said+.mark{margin-left:6px}.mark+.mark{margin-left:3px}
@media print{body{background:#fff}.legend{position:static;max-height:none;border:0}main{display:block}}
""".strip()
