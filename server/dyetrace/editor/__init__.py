"""The language server's face: documents, diagnostics, hovers, code actions, probe requests.

No analysis happens here.
"""
