"""One module a shell: ``script(entries)`` gives its completion."""
