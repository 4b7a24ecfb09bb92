// What live widgets are built on, to be loaded before them: in two steps no one of them holds up the page for long.
import "@jupyter-widgets/base";
