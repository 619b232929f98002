/* What both worlds draw with: SVG elements, and sentences with places to fill in. */

export const draw = (name, attributes = {}, ...inside) => {
  const one = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => one.setAttribute(key, value));
  one.append(...inside);
  return one;
};

/* An HTML element; `on` names its listeners, everything else is a property, and `aria` and `data` hold attributes. */
export const make = (name, { on = {}, aria = {}, data = {}, role, ...properties } = {}, ...inside) => {
  const one = Object.assign(document.createElement(name), properties);
  if (role) one.setAttribute("role", role);
  Object.entries(aria).forEach(([key, value]) => one.setAttribute(`aria-${key}`, value));
  Object.assign(one.dataset, data);
  Object.entries(on).forEach(([event, act]) => one.addEventListener(event, act));
  one.append(...inside);
  return one;
};

/* Fill the places of a sentence: fill("Step {n}", {n: 3}). */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
