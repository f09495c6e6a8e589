// Messages of the program on a page: what stands in backquotes is set apart.
import { h } from './ui.js';

export const words = (text) => h('span', {},
  text.split('`').map((part, number) => (number % 2 ? h('b', {}, part) : part)));
