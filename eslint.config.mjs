import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: [".venv/", "node_modules/", "**/bundle.js"] },
  js.configs.recommended,
  { languageOptions: { globals: globals.browser } },
];
