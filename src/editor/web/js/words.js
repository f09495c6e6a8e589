// Messages of the program on a page: what stands in backquotes is set apart.
import { h } from './ui.js';

export const words = (text) => h('span', {},
  text.split('`').map((part, number) => (number % 2 ? h('b', {}, part) : part)));

// A message as a sentence.
export function sentence(text) {
  const whole = text.trim();
  const end = /[.!?…:]$/.test(whole) ? '' : '.';
  return whole.charAt(0).toUpperCase() + whole.slice(1) + end;
}
