/* Keeps one page, the list of one meeting, so that it opens without a network. It is told what to keep by the page, and
   looks after nothing else. */
"use strict";
const CACHE = `roll-${new URL(self.registration.scope).pathname}`;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (!event.data || !event.data.keep) return;
  const asked = event.data.keep.map((url) => new Request(url, { credentials: "same-origin" }));
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(asked)).then(() => event.source.postMessage({ kept: true })),
  );
});
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const kept = async () => (await (await caches.open(CACHE)).match(event.request, { ignoreVary: true })) || Response.error();
  event.respondWith(fetch(event.request).catch(kept));
});
