"""One program in three languages; `make typescript-modules` installs what the one in TypeScript takes."""
