"""The course as a folder of web pages: `handprop site FOLDER`.

`contents` lists the pages, `exporter` makes HTML of a notebook by nbconvert with the template of this room,
`formulas` typesets by KaTeX, `assets` bundles the JavaScript of `page/` by esbuild, `search` makes the index
by Pagefind, `runtime` brings Python for the browser, `offline` the service worker, `make` writes the folder.

Why nbconvert and not Sphinx with myst-nb: there, explorers had light colours on a dark page, the network was
cut at the right, the still picture stood beside the live view, and cells that can be edited would have to be
put together again from finished HTML.  nbconvert gives each cell to a template of ours.
"""
