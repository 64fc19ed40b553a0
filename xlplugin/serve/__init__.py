"""The page on which a clerk has files checked: in a browser alone (`年报审核.html`), or over a service of this machine (`xlplugin serve`)."""
