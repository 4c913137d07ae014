"""The command line behind `./lopo`: what an operator, a developer and the CI type."""
