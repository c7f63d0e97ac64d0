"use strict";
// Numbers as the server writes them, and values in words.
const digits = (value) => {
  if (value === 0) return "0";
  if (Math.abs(value) < 0.001) return "< 0.001";
  const scale = value >= 100 ? 1 : value >= 10 ? 10 : value >= 1 ? 100 : 1000;
  return String(Math.round(value * scale) / scale);
};
const durationText = (seconds) => {
  if (seconds === 0) return "0 s";
  if (seconds < 0.0009995) return `${digits(seconds * 1e6)} us`;
  return seconds < 0.9995 ? `${digits(seconds * 1e3)} ms` : `${digits(seconds)} s`;
};
const percentText = (ratio) => `${digits(ratio * 100)} %`;
const countText = (number) => number.toLocaleString("en-GB");
const listText = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

// `1m30s`, `4.45ms` to milliseconds; not a number where it is anything else.
const milliseconds = (text) => {
  if (!/^(\d+(\.\d+)?(h|ms?|s|us))+$/.test(text)) return NaN;
  const units = { h: 3.6e6, m: 6e4, s: 1e3, ms: 1, us: 1e-3 };
  return [...text.matchAll(/([\d.]+)([a-z]+)/g)].reduce((sum, [, number, unit]) => sum + number * units[unit], 0);
};

// What a field holds, or stands for while it is empty: its number, and back, and in words.
const valueOf = (field) => field.value.trim() || field.dataset.standard;
const shareOf = (text) => (text?.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text));
const numberOf = (field) => {
  switch (field.dataset.unit) {
    case "time": return milliseconds(valueOf(field));
    case "share": return shareOf(valueOf(field));
    default: return Number(valueOf(field));
  }
};
const textOf = (field, number) => {
  if (field.dataset.unit !== "time") return String(number);
  return number < 1000 ? `${number}ms` : `${number / 1000}s`;
};
const wordsOf = (field, number) => {
  if (!(number >= 0)) return "";
  switch (field.dataset.unit) {
    case "time": return durationText(number / 1000);
    case "share": return `${percentText(number)} CPU, ${percentText(1 - number)} I/O`;
    case "tasks": return number === 1 ? "1 task" : `${countText(number)} tasks`;
    case "flight": return `${countText(number)} in flight`;
    case "processes": return number === 1 ? "1 process" : `${number} processes`;
    case "servers": return number === 1 ? "1 server" : `${number} servers, with as much for each`;
    case "jitter": return number === 0 ? "none: all take the same time" : `sigma ${digits(number)}`;
    default: return String(number);
  }
};
