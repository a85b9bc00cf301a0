// Fetch a vendored classic script once. Under 'strict-dynamic' a trusted module may add it.
const loading = new Map();

export function library(url) {
  if (!loading.has(url)) {
    loading.set(
      url,
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = url;
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => reject(new Error(url)));
        document.head.append(script);
      }),
    );
  }
  return loading.get(url);
}
