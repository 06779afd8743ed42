// The page's canvases, its address and its theme. C# decides what is drawn; here is how.

const size = 50, unitSize = 20, reach = 6;
let sizes = [2, 1], labels = [], trainPoints = [], testPoints = [], discrete = false, takesPoints = false;
let palette = null, colours = null, edges = [], last = null, pointer = null, frame = null;
const cursor = { x: 0, y: 0, shown: false };

const element = id => document.getElementById(id);
const colour = name => {
    // What light-dark() comes to is known where it is applied.
    const probe = element("announcements");
    probe.style.color = `var(--${name})`;
    const value = getComputedStyle(probe).color;
    probe.style.color = "";
    return value;
};

export function readAddress() { return location.hash; }

export function writeAddress(text) { history.replaceState(null, "", location.pathname + location.search + "#" + text); }

export function announce(text) { element("announcements").textContent = text; }

export function scrollToMark(id) {
    const box = element(id), mark = box?.querySelector("mark");
    if (mark) box.scrollTop = mark.offsetTop - box.clientHeight / 3;
}

export function start(onPointer, onFrame, onAddress) {
    pointer = onPointer;
    frame = onFrame;
    addEventListener("hashchange", onAddress);
    element("theme").addEventListener("click", nextTheme);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    new ResizeObserver(() => last && paint()).observe(document.body);
    element("net").addEventListener("click", event => {
        const box = event.target.getBoundingClientRect();
        pointer(0, nearestEdge(event.clientX - box.left, event.clientY - box.top), 0);
    });
    const out = element("out");
    out.addEventListener("click", event => {
        const box = out.getBoundingClientRect();
        if (takesPoints) addPoint((event.clientX - box.left) / box.width * 2 - 1, 1 - (event.clientY - box.top) / box.height * 2);
    });
    out.addEventListener("keydown", event => {
        const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
        if (!takesPoints || !(move || event.key === "Enter" || event.key === " ")) return;
        event.preventDefault();
        if (move) {
            cursor.x = Math.max(-1, Math.min(1, cursor.x + move[0] / 24));
            cursor.y = Math.max(-1, Math.min(1, cursor.y + move[1] / 24));
            cursor.shown = true;
            paint();
        } else addPoint(cursor.x, cursor.y);
    });
    out.addEventListener("blur", () => { cursor.shown = false; if (last) paint(); });
    describeTheme();
    const loop = () => { frame(); requestAnimationFrame(loop); };
    requestAnimationFrame(loop);
}

function addPoint(x, y) {
    pointer(1, Math.round(x * 1000), Math.round(y * 1000));
    announce(`Point at ${(x * reach).toFixed(1)}, ${(y * reach).toFixed(1)}.`);
}

function nextTheme() {
    const names = ["auto", "light", "dark"], root = document.documentElement;
    root.dataset.theme = names[(names.indexOf(root.dataset.theme) + 1) % names.length];
    localStorage.setItem("theme", root.dataset.theme);
    describeTheme();
    repaint();
}

function describeTheme() { element("theme").textContent = "Theme: " + document.documentElement.dataset.theme; }

function repaint() {
    palette = null;
    if (last) paint();
}

export function layout(newSizes, features, train, test, isDiscrete, ownPoints) {
    [sizes, labels, trainPoints, testPoints, discrete, takesPoints] = [[...newSizes], features, train, test, isDiscrete, ownPoints];
}

export function draw(surface, units, weights, curves, selected, status) {
    // The views are of memory that is C#'s again after this call.
    last = { surface: surface.slice(), units: units.slice(), weights: weights.slice(), curves: curves.slice(), selected };
    const [step, epoch, trainLoss, testLoss, trainScore, testScore] = status.split("|");
    for (const [id, text] of [["step", step], ["epoch", epoch], ["train-loss", trainLoss], ["test-loss", testLoss], ["train-score", trainScore], ["test-score", testScore]]) {
        const cell = element("status-" + id);
        if (cell && cell.textContent !== text) cell.textContent = text;
    }
    paint();
}

function preparePalette() {
    const dark = getComputedStyle(element("out")).colorScheme.includes("dark") && !getComputedStyle(element("out")).colorScheme.includes("light")
        || document.documentElement.dataset.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches;
    const stops = dark ? [[240, 160, 75], [38, 42, 50], [90, 169, 236]] : [[226, 128, 38], [244, 243, 239], [42, 122, 190]];
    palette = new Uint32Array(256);
    for (let i = 0; i < 256; i++) {
        const t = (i - 128) / 127, end = t < 0 ? stops[0] : stops[2], k = Math.min(1, Math.abs(t)) ** 0.85;
        const [r, g, b] = stops[1].map((c, j) => Math.round(c + (end[j] - c) * k));
        palette[i] = 255 << 24 | b << 16 | g << 8 | r;
    }
    colours = Object.fromEntries(["ink", "quiet", "line", "panel", "plus", "minus", "plus-point", "minus-point", "rim"].map(name => [name, colour(name)]));
    const scale = element("scale"), image = new ImageData(256, 1);
    new Uint32Array(image.data.buffer).set(palette);
    scale.getContext("2d").putImageData(image, 0, 0);
}

function fit(canvas) {
    const ratio = Math.min(2, devicePixelRatio || 1), width = Math.round(canvas.clientWidth * ratio), height = Math.round(canvas.clientHeight * ratio);
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    return context;
}

// Pixels come over a small canvas, which the browser scales.
const scratch = {};
function picture(pixels, from, n, isDiscrete) {
    const canvas = scratch[n] ??= Object.assign(document.createElement("canvas"), { width: n, height: n });
    const context = canvas.getContext("2d"), image = canvas.image ??= context.createImageData(n, n), words = canvas.words ??= new Uint32Array(image.data.buffer);
    for (let i = 0; i < n * n; i++) {
        const value = pixels[from + i];
        words[i] = palette[isDiscrete ? (value > 128 ? 255 : 1) : value];
    }
    context.putImageData(image, 0, 0);
    return canvas;
}

function paint() {
    if (!palette) preparePalette();
    paintOutput();
    paintNetwork();
    paintCurve();
}

function paintOutput() {
    const canvas = element("out"), context = fit(canvas), width = canvas.clientWidth, height = canvas.clientHeight;
    context.imageSmoothingEnabled = !discrete;
    context.drawImage(picture(last.surface, 0, size, discrete), 0, 0, width, height);
    contour(context, last.surface, width, height);
    points(context, testPoints, width, height, true);
    points(context, trainPoints, width, height, false);
    if (takesPoints && cursor.shown) {
        const x = (cursor.x + 1) / 2 * width, y = (1 - cursor.y) / 2 * height;
        context.strokeStyle = colours.ink;
        context.lineWidth = 2;
        context.beginPath();
        context.moveTo(x - 9, y); context.lineTo(x + 9, y); context.moveTo(x, y - 9); context.lineTo(x, y + 9);
        context.stroke();
    }
}

// Where the output is 0: marching squares between the middles of pixels.
function contour(context, pixels, width, height) {
    context.beginPath();
    const at = (x, y) => pixels[y * size + x] - 128, sx = width / size, sy = height / size;
    for (let y = 0; y < size - 1; y++) {
        for (let x = 0; x < size - 1; x++) {
            const a = at(x, y), b = at(x + 1, y), c = at(x + 1, y + 1), d = at(x, y + 1), cuts = [];
            if (a > 0 !== b > 0) cuts.push([x + a / (a - b), y]);
            if (b > 0 !== c > 0) cuts.push([x + 1, y + b / (b - c)]);
            if (d > 0 !== c > 0) cuts.push([x + d / (d - c), y + 1]);
            if (a > 0 !== d > 0) cuts.push([x, y + a / (a - d)]);
            for (let i = 0; i + 1 < cuts.length; i += 2) {
                context.moveTo((cuts[i][0] + 0.5) * sx, (cuts[i][1] + 0.5) * sy);
                context.lineTo((cuts[i + 1][0] + 0.5) * sx, (cuts[i + 1][1] + 0.5) * sy);
            }
        }
    }
    context.lineWidth = 1.5;
    context.strokeStyle = colours.ink;
    context.globalAlpha = 0.75;
    context.stroke();
    context.globalAlpha = 1;
}

function points(context, all, width, height, hollow) {
    for (let i = 0; i < all.length; i += 3) {
        const x = (all[i] / reach + 1) / 2 * width, y = (1 - all[i + 1] / reach) / 2 * height, isPlus = all[i + 2] > 0, r = 3.4;
        context.beginPath();
        if (isPlus) context.arc(x, y, r, 0, 7);
        else { context.moveTo(x, y - r - 1); context.lineTo(x + r + 1, y); context.lineTo(x, y + r + 1); context.lineTo(x - r - 1, y); context.closePath(); }
        const own = colours[isPlus ? "plus-point" : "minus-point"];
        context.fillStyle = hollow ? colours.rim : own;
        context.fill();
        context.lineWidth = hollow ? 1.6 : 1;
        context.strokeStyle = hollow ? own : colours.rim;
        context.stroke();
    }
}

// Where units are drawn: [layer][unit] → the middle. The inputs are layer 0, the output has no picture of its own.
function places(width, height) {
    const depth = sizes.length - 2, left = 88, right = 50, box = Math.max(22, Math.min(38, height / 8 - 9, (width - left - right) / Math.max(1, depth) - 14));
    const columns = sizes.map((count, layer) => {
        const x = layer === 0 ? left - 8 - box / 2 : layer === sizes.length - 1 ? width - 22 : left + (layer - 0.5) * (width - left - right) / depth;
        return Array.from({ length: count }, (_, unit) => ({ x, y: height / 2 + (unit - (count - 1) / 2) * height / 8 }));
    });
    return { columns, box };
}

function paintNetwork() {
    const canvas = element("net"), context = fit(canvas), { columns, box } = places(canvas.clientWidth, canvas.clientHeight), n = unitSize * unitSize;
    edges = [];
    let index = 0;
    for (let layer = 1; layer < sizes.length && last.weights.length > 0; layer++) {
        for (let unit = 0; unit < sizes[layer]; unit++) {
            const to = columns[layer][unit];
            index++; // the bias
            for (let input = 0; input < sizes[layer - 1]; input++, index++) {
                const from = columns[layer - 1][input];
                edges.push({ index, x1: from.x + box / 2, y1: from.y, x2: to.x - (layer === sizes.length - 1 ? 8 : box / 2), y2: to.y });
            }
        }
    }
    for (const edge of edges) line(context, edge, last.weights[edge.index], edge.index === last.selected);

    context.font = "12px system-ui, sans-serif";
    context.textBaseline = "middle";
    columns.forEach((column, layer) => column.forEach(({ x, y }, unit) => {
        if (layer === sizes.length - 1) {
            context.beginPath();
            context.arc(x, y, 8, 0, 7);
            context.fillStyle = colours.panel;
            context.fill();
            context.lineWidth = 2;
            context.strokeStyle = colours.ink;
            context.stroke();
            return;
        }
        const number = layer === 0 ? unit : sizes[0] + sizes.slice(1, layer).reduce((sum, count) => sum + count, 0) + unit;
        context.imageSmoothingEnabled = true;
        context.drawImage(picture(last.units, number * n, unitSize, discrete), x - box / 2, y - box / 2, box, box);
        context.lineWidth = 1;
        context.strokeStyle = colours.quiet;
        context.strokeRect(x - box / 2 + 0.5, y - box / 2 + 0.5, box - 1, box - 1);
        if (layer === 0) {
            context.fillStyle = colours.ink;
            context.textAlign = "right";
            context.fillText(labels[unit] ?? "", x - box / 2 - 4, y);
        }
    }));
    context.textAlign = "left";
}

function line(context, { x1, y1, x2, y2 }, weight, isSelected) {
    const middle = (x1 + x2) / 2;
    context.beginPath();
    context.moveTo(x1, y1);
    context.bezierCurveTo(middle, y1, middle, y2, x2, y2);
    if (isSelected) {
        context.setLineDash([]);
        context.globalAlpha = 1;
        context.lineWidth = Math.min(7, 0.6 + Math.abs(weight) * 2.2) + 5;
        context.strokeStyle = colours.ink;
        context.stroke();
        context.lineWidth -= 3;
        context.strokeStyle = colours.panel;
        context.stroke();
    }
    context.lineWidth = Math.min(7, 0.6 + Math.abs(weight) * 2.2);
    context.globalAlpha = isSelected ? 1 : Math.min(1, 0.3 + Math.abs(weight));
    context.strokeStyle = weight < 0 ? colours.minus : colours.plus;
    context.setLineDash(weight < 0 ? [5, 4] : []);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
}

function nearestEdge(x, y) {
    let best = -1, least = 9;
    for (const { index, x1, y1, x2, y2 } of edges) {
        if (x < x1 - 4 || x > x2 + 4) continue;
        for (let i = 0; i <= 24; i++) {
            const t = i / 24, u = 1 - t, middle = (x1 + x2) / 2;
            const px = u ** 3 * x1 + 3 * u * u * t * middle + 3 * u * t * t * middle + t ** 3 * x2, py = u ** 3 * y1 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t ** 3 * y2;
            const distance = Math.hypot(px - x, py - y);
            if (distance < least) [best, least] = [index, distance];
        }
    }
    return best;
}

function paintCurve() {
    const canvas = element("curve"), context = fit(canvas), width = canvas.clientWidth, height = canvas.clientHeight, count = last.curves.length / 2;
    context.fillStyle = colours.quiet;
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, height - 0.5);
    context.lineTo(width, height - 0.5);
    context.stroke();
    let top = 1e-9;
    for (const value of last.curves) if (Number.isFinite(value)) top = Math.max(top, value);
    context.font = "11px system-ui, sans-serif";
    context.textBaseline = "top";
    context.fillText("loss " + top.toPrecision(2), 0, 0);
    const curve = (from, dash, style) => {
        context.beginPath();
        for (let i = 0; i < count; i++) {
            const x = count < 2 ? 0 : i / (count - 1) * (width - 2) + 1, y = height - 2 - Math.min(1, last.curves[from + i] / top) * (height - 18);
            i ? context.lineTo(x, y) : context.moveTo(x, y);
        }
        context.setLineDash(dash);
        context.strokeStyle = style;
        context.lineWidth = 1.6;
        context.stroke();
        context.setLineDash([]);
    };
    curve(count, [4, 3], colours.quiet);
    curve(0, [], colours.ink);
}

// The worker with the compiler: started by the first call, ended where it takes too long.
let worker = null, waiting = new Map(), calls = 0;

function startWorker() {
    const created = new Worker(new URL("./worker.js", document.baseURI), { type: "module" });
    created.onmessage = ({ data }) => {
        const call = waiting.get(data.id);
        waiting.delete(data.id);
        if (data.error !== undefined) call?.fail(new Error(data.error));
        else call?.answer(data.answer);
    };
    created.onerror = event => endWorker(event.message || "The worker could not start.");
    // The address has a fingerprint, which the import map knows and a worker does not.
    created.postMessage({ runtime: import.meta.resolve("./_framework/dotnet.js") });
    return created;
}

function endWorker(reason) {
    worker?.terminate();
    worker = null;
    const failed = [...waiting.values()];
    waiting = new Map();
    for (const call of failed) call.fail(new Error(reason));
}

export function callWorker(call, json, milliseconds) {
    worker ??= startWorker();
    const id = ++calls;
    return new Promise((answer, fail) => {
        const clock = setTimeout(() => endWorker(`It took longer than ${milliseconds / 1000} s and was ended.`), milliseconds);
        waiting.set(id, { answer: text => { clearTimeout(clock); answer(text); }, fail: error => { clearTimeout(clock); fail(error); } });
        worker.postMessage({ id, call, json });
    });
}
