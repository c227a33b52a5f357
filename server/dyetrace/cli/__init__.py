"""The terminal's face: arguments, files to check, output formats. No analysis happens here."""
