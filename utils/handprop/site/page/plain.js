// In the place of sanitize-html: a description is text, whatever it holds.
export default (text) => String(text).replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
