// A strict stand-in for Excel's JavaScript API: a grid of cells that does what Excel does and refuses what it refuses.
//
// Reading a property takes load() and context.sync() first; writes wait for the next sync; a member that Excel does not
// have, a matrix of another shape, a name or a colour Excel would not take, is an error.

const ROWS = 1048576, COLUMNS = 16384;

class ExcelError extends Error {
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

const fail = (code, message) => {
  throw new ExcelError(code, message);
};

export function columnName(index) {
  let name = "";
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

export function parsed(address) {
  const plain = address.split("!").pop().replaceAll("$", "");
  const rows = /^(\d+):(\d+)$/.exec(plain); // whole rows
  if (rows) return [Number(rows[1]) - 1, 0, Number(rows[2]) - Number(rows[1]) + 1, COLUMNS];
  const found = /^\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$/.exec(plain);
  if (!found) fail("InvalidArgument", `no address: ${address}`);
  const column = (name) => [...name].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  const [top, left] = [Number(found[2]) - 1, column(found[1])];
  const [bottom, right] = found[3] ? [Number(found[4]) - 1, column(found[3])] : [top, left];
  return [top, left, bottom - top + 1, right - left + 1];
}

// One object of the API. scalars: what can be read after load and sync; writable: what can be set; members: the rest.
function proxied(kind, context, { scalars = {}, writable = {}, members = {}, born = [] }) {
  const asked = new Set(), ready = new Set(born);
  const values = {};
  const self = new Proxy({}, {
    get(_, name) {
      if (typeof name === "symbol" || name === "then" || name === "toJSON") return undefined;
      if (name === "load") return (wanted) => (load(wanted), self);
      if (name in members) return members[name];
      if (name in scalars) {
        if (!ready.has(name)) fail("PropertyNotLoaded", `${kind}.${name} was read before load() and sync()`);
        return values[name];
      }
      fail("InvalidArgument", `${kind} has no member ${name}`);
    },
    set(_, name, value) {
      if (!(name in writable)) fail("InvalidArgument", `${kind}.${name} cannot be set`);
      context.later(() => writable[name](value));
      return true;
    },
    has: (_, name) => name in scalars || name in members || name === "load",
  });
  const load = (wanted) => {
    const names = wanted === undefined ? Object.keys(scalars) : [wanted].flat().flatMap((each) => each.split(","));
    for (const name of names.map((each) => each.trim())) {
      const first = name.split("/")[0];
      if (first in members) continue;
      if (!(first in scalars)) fail("InvalidArgument", `${kind} has no property ${name} to load`);
      asked.add(first);
    }
    context.fill(() => {
      for (const name of asked) {
        values[name] = scalars[name]();
        ready.add(name);
      }
    });
  };
  if (born.length) context.fill(() => born.forEach((name) => (values[name] = scalars[name]())));
  return self;
}

// A collection: `items` are there after load and sync; what was loaded of it, holds for each item.
function collection(kind, context, list, members = {}) {
  let items = null;
  const self = new Proxy({}, {
    get(_, name) {
      if (typeof name === "symbol" || name === "then") return undefined;
      if (name === "load") {
        return (wanted) => {
          const names = wanted === undefined ? [] : [wanted].flat().flatMap((each) => each.split(","));
          const own = names.map((each) => each.trim().replace(/^items\/?/, "")).filter((each) => each !== "");
          context.fill(() => {
            items = list();
            for (const item of items) item.load(own.length ? own : undefined);
          });
          return self;
        };
      }
      if (name === "items") return items ?? fail("PropertyNotLoaded", `${kind}.items was read before load() and sync()`);
      if (name in members) return members[name];
      fail("InvalidArgument", `${kind} has no member ${name}`);
    },
  });
  return self;
}

const hex = (value) => (/^#[0-9A-Fa-f]{6}$/.test(value) ? value.toUpperCase() : fail("InvalidArgument", `no colour: ${value}`));
const oneOf = (...allowed) => (value) => (allowed.includes(value) ? value : fail("InvalidArgument", `${value} is none of ${allowed}`));
const points = (most) => (value) => (typeof value === "number" && value >= 0 && value <= most ? value : fail("InvalidArgument", `no size: ${value}`));
const truth = (value) => (typeof value === "boolean" ? value : fail("InvalidArgument", `not true or false: ${value}`));
const text = (value) => (typeof value === "string" ? value : fail("InvalidArgument", `no text: ${value}`));

// What a cell holds once this was put into it; of formulas, only what our sheets use is worked out.
function entered(value) {
  if (typeof value !== "string" || !value.startsWith("=")) return { value, formula: undefined };
  const link = /^=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)$/.exec(value);
  if (!link) fail("InvalidArgument", `a formula nobody worked out: ${value}`);
  return { value: link[1].replaceAll('""', '"'), formula: value };
}

class SheetState {
  constructor(name) {
    this.name = checkedName(name);
    this.cells = new Map(); // "row,column" -> {value, formula, numberFormat, format}
    this.notes = new Map();
    this.merged = [];
    this.widths = {};
    this.heights = {};
    this.visibility = "Visible";
    this.frozen = null;
    this.isProtected = false;
  }
  cell(row, column) {
    const key = `${row},${column}`;
    if (!this.cells.has(key)) this.cells.set(key, { value: "", numberFormat: "General", format: {} });
    return this.cells.get(key);
  }
  peek(row, column) {
    return this.cells.get(`${row},${column}`) ?? { value: "", numberFormat: "General", format: {} };
  }
  used() {
    const places = [...this.cells].filter(([, cell]) => cell.value !== "").map(([key]) => key.split(",").map(Number));
    if (!places.length) return null;
    const rows = places.map(([row]) => row), columns = places.map(([, column]) => column);
    const [top, left] = [Math.min(...rows), Math.min(...columns)];
    return [top, left, Math.max(...rows) - top + 1, Math.max(...columns) - left + 1];
  }
}

function checkedName(name) {
  if (!name || name.length > 31 || /[\\/?*[\]:]/.test(name) || /^'|'$/.test(name)) fail("InvalidArgument", `no name for a sheet: ${name}`);
  return name;
}

export class Workbook {
  constructor({ name, active = 0, selection = "A1", sheets }) {
    this.name = name;
    this.sheets = sheets.map((given) => {
      const sheet = new SheetState(given.name);
      given.values.forEach((row, r) => row.forEach((value, c) => {
        if (value === "" || value === null) return;
        Object.assign(sheet.cell(r, c), { value, numberFormat: given.formats?.[r]?.[c] ?? "General" });
      }));
      for (const [address, note] of Object.entries(given.notes ?? {})) sheet.notes.set(address, note);
      sheet.isProtected = given.isProtected ?? false;
      return sheet;
    });
    this.active = this.sheets[active];
    this.selection = selection;
    this.dialogs = [];
    this.syncs = 0;
  }
  sheet(name) {
    return this.sheets.find((each) => each.name.toLowerCase() === name.toLowerCase());
  }
  // Everything a test may want to look at.
  dump() {
    return {
      active: this.active.name, selection: this.selection, dialogs: this.dialogs,
      sheets: this.sheets.map((sheet) => {
        const area = sheet.used();
        const rows = area ? area[0] + area[2] : 0, columns = area ? area[1] + area[3] : 0;
        const values = Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => sheet.peek(r, c).value));
        const fills = {};
        for (const [key, cell] of sheet.cells) {
          const [row, column] = key.split(",").map(Number);
          if (cell.format["fill.color"]) fills[columnName(column) + (row + 1)] = cell.format["fill.color"];
        }
        return { name: sheet.name, visibility: sheet.visibility, values, fills, notes: Object.fromEntries(sheet.notes), merged: sheet.merged, frozen: sheet.frozen, widths: sheet.widths };
      }),
    };
  }
}

export class Context {
  constructor(book) {
    this.book = book;
    this.queue = [];
    this.workbook = proxied("Workbook", this, {
      scalars: { name: () => book.name },
      members: {
        worksheets: this.worksheets(), names: collection("NamedItemCollection", this, () => []),
        application: proxied("Application", this, {
          scalars: { calculationMode: () => "Automatic" },
          writable: { calculationMode: oneOf("Automatic", "Manual", "AutomaticExceptTables") },
          members: { calculate: () => {}, suspendScreenUpdatingUntilNextSync: () => {} },
        }),
        getSelectedRange: () => this.range(book.active, ...parsed(book.selection)),
      },
    });
  }
  later(write) {
    this.queue.push(write);
  }
  fill(read) {
    this.queue.push(read);
  }
  async sync() {
    this.book.syncs += 1;
    while (this.queue.length) this.queue.shift()();
  }

  worksheets() {
    const { book } = this;
    const items = () => book.sheets.map((sheet) => this.worksheet(sheet));
    return collection("WorksheetCollection", this, items, {
      getActiveWorksheet: () => this.worksheet(book.active),
      getItem: (name) => this.worksheet(book.sheet(name) ?? fail("ItemNotFound", name)),
      getItemOrNullObject: (name) => (book.sheet(name) ? this.worksheet(book.sheet(name)) : nothing("Worksheet", this)),
      add: (name) => {
        const sheet = new SheetState(name ?? `Sheet${book.sheets.length + 1}`);
        this.later(() => {
          if (book.sheet(sheet.name)) fail("ItemAlreadyExists", `there is a sheet ${sheet.name}`);
          book.sheets.push(sheet);
        });
        return this.worksheet(sheet);
      },
    });
  }

  worksheet(sheet) {
    const { book } = this;
    const there = () => book.sheets.includes(sheet) || fail("ItemNotFound", `the sheet ${sheet.name} is gone`);
    return proxied("Worksheet", this, {
      born: ["isNullObject"],
      scalars: {
        name: () => sheet.name, position: () => book.sheets.indexOf(sheet), visibility: () => sheet.visibility,
        showGridlines: () => true, isNullObject: () => false,
      },
      writable: {
        name: (name) => {
          if (book.sheet(name) && book.sheet(name) !== sheet) fail("ItemAlreadyExists", `there is a sheet ${name}`);
          sheet.name = checkedName(name);
        },
        position: (place) => {
          there();
          if (!Number.isInteger(place) || place < 0 || place >= book.sheets.length) fail("InvalidArgument", `no place for a sheet: ${place}`);
          book.sheets.splice(book.sheets.indexOf(sheet), 1);
          book.sheets.splice(place, 0, sheet);
        },
        visibility: (value) => (sheet.visibility = oneOf("Visible", "Hidden", "VeryHidden")(value)),
        showGridlines: truth,
      },
      members: {
        names: collection("NamedItemCollection", this, () => []),
        tables: collection("TableCollection", this, () => []),
        shapes: collection("ShapeCollection", this, () => []),
        charts: collection("ChartCollection", this, () => []),
        pivotTables: collection("PivotTableCollection", this, () => []),
        notes: this.notes(sheet),
        protection: proxied("WorksheetProtection", this, { scalars: { protected: () => sheet.isProtected } }),
        pageLayout: proxied("PageLayout", this, { members: { getPrintAreaOrNullObject: () => nothing("RangeAreas", this), setPrintArea: () => {} } }),
        freezePanes: proxied("WorksheetFreezePanes", this, {
          members: {
            freezeAt: (range) => this.later(() => (sheet.frozen = areaOf.get(range).address())),
            unfreeze: () => this.later(() => (sheet.frozen = null)),
          },
        }),
        onSelectionChanged: { add: () => ({}) },
        activate: () => this.later(() => (there(), sheet.visibility !== "Visible" ? fail("InvalidOperation", "a hidden sheet") : (book.active = sheet))),
        delete: () => this.later(() => {
          there();
          if (book.sheets.filter((each) => each.visibility === "Visible").length === 1 && sheet.visibility === "Visible") fail("InvalidOperation", "the last visible sheet");
          book.sheets.splice(book.sheets.indexOf(sheet), 1);
          if (book.active === sheet) book.active = book.sheets[0];
        }),
        getRange: (address) => this.range(sheet, ...(address === undefined ? [0, 0, ROWS, COLUMNS] : parsed(address))),
        getRanges: () => proxied("RangeAreas", this, {
          members: {
            clear: (what = "All") => this.later(() => {
              if (sheet.isProtected) fail("AccessDenied", `${sheet.name} is protected`);
              oneOf("All", "Formats", "Contents", "Hyperlinks", "RemoveHyperlinks")(what);
              for (const cell of sheet.cells.values()) {
                if (what !== "Formats") Object.assign(cell, { value: "", formula: undefined });
                if (what === "All" || what === "Formats") Object.assign(cell, { format: {}, numberFormat: "General" });
              }
              if (what === "All" || what === "Formats") sheet.merged = [];
            }),
          },
        }),
        getRangeByIndexes: (top, left, rows, columns) => this.range(sheet, top, left, rows, columns),
        getUsedRangeOrNullObject: () => (sheet.used() ? this.range(sheet, ...sheet.used()) : nothing("Range", this)),
      },
    });
  }

  notes(sheet) {
    const note = (address) => proxied("Note", this, {
      born: ["isNullObject"],
      scalars: { content: () => sheet.notes.get(address), authorName: () => "", isNullObject: () => !sheet.notes.has(address) },
      writable: { content: (words) => sheet.notes.set(address, text(words)) },
      members: {
        delete: () => this.later(() => sheet.notes.delete(address) || fail("ItemNotFound", `no note on ${address}`)),
        getLocation: () => this.range(sheet, ...parsed(address)),
      },
    });
    const plain = (address) => address.split("!").pop().replaceAll("$", "");
    return collection("NoteCollection", this, () => [...sheet.notes.keys()].map(note), {
      add: (address, words) => this.later(() => {
        if (sheet.isProtected) fail("AccessDenied", `${sheet.name} is protected`);
        const [, , rows, columns] = parsed(address);
        if (rows * columns !== 1) fail("InvalidArgument", `a note on ${address}`);
        if (sheet.notes.has(plain(address))) fail("ItemAlreadyExists", `a note on ${address}`);
        sheet.notes.set(plain(address), text(words));
      }),
      getItemOrNullObject: (address) => note(plain(address)),
    });
  }

  range(sheet, top, left, rows, columns) {
    for (const number of [top, left, rows, columns]) if (!Number.isInteger(number)) fail("InvalidArgument", `no range: ${[top, left, rows, columns]}`);
    if (top < 0 || left < 0 || rows < 1 || columns < 1 || top + rows > ROWS || left + columns > COLUMNS) fail("InvalidArgument", `no range: ${[top, left, rows, columns]}`);
    const address = () => columnName(left) + (top + 1) + (rows * columns === 1 ? "" : `:${columnName(left + columns - 1)}${top + rows}`);
    const each = (act) => {
      if (rows * columns > 5e6) fail("InvalidArgument", "too many cells at once");
      for (let r = 0; r < rows; r += 1) for (let c = 0; c < columns; c += 1) act(top + r, left + c, r, c);
    };
    const matrix = (of) => Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => of(sheet.peek(top + r, left + c))));
    const open = () => sheet.isProtected && fail("AccessDenied", `${sheet.name} is protected`);
    const shaped = (given) => {
      if (!Array.isArray(given) || given.length !== rows || given.some((row) => !Array.isArray(row) || row.length !== columns)) {
        fail("InvalidArgument", `${given?.length}x${given?.[0]?.length} values for ${address()}`);
      }
      return given;
    };
    const styled = (name, checked) => (value) => (open(), each((r, c) => (sheet.cell(r, c).format[name] = checked(value))));
    const read = (name, usual) => () => sheet.peek(top, left).format[name] ?? usual;
    const format = proxied("RangeFormat", this, {
      scalars: { wrapText: read("wrapText", false), columnWidth: () => sheet.widths[columnName(left)] ?? 48, rowHeight: () => sheet.heights[top + 1] ?? 15, horizontalAlignment: read("horizontalAlignment", "General"), verticalAlignment: read("verticalAlignment", "Bottom") },
      writable: {
        wrapText: styled("wrapText", truth),
        columnWidth: (value) => { points(1790)(value); for (let c = 0; c < columns; c += 1) sheet.widths[columnName(left + c)] = value; },
        rowHeight: (value) => { points(409.5)(value); for (let r = 0; r < rows; r += 1) sheet.heights[top + r + 1] = value; },
        horizontalAlignment: styled("horizontalAlignment", oneOf("General", "Left", "Center", "Right", "Fill", "Justify", "CenterAcrossSelection", "Distributed")),
        verticalAlignment: styled("verticalAlignment", oneOf("Top", "Center", "Bottom", "Justify", "Distributed")),
      },
      members: {
        font: proxied("RangeFont", this, {
          scalars: { bold: read("font.bold", false), italic: read("font.italic", false), size: read("font.size", 11), color: read("font.color", "#000000"), name: read("font.name", "宋体") },
          writable: { bold: styled("font.bold", truth), italic: styled("font.italic", truth), size: styled("font.size", points(409)), color: styled("font.color", hex), name: styled("font.name", text) },
        }),
        fill: proxied("RangeFill", this, {
          scalars: { color: read("fill.color", "#FFFFFF") },
          writable: { color: styled("fill.color", hex) },
          members: { clear: () => this.later(() => each((r, c) => delete sheet.cell(r, c).format["fill.color"])) },
        }),
        borders: proxied("RangeBorderCollection", this, {
          members: {
            getItem: (side) => {
              oneOf("EdgeTop", "EdgeBottom", "EdgeLeft", "EdgeRight", "InsideVertical", "InsideHorizontal", "DiagonalDown", "DiagonalUp")(side);
              return proxied("RangeBorder", this, {
                writable: {
                  style: styled(`border.${side}.style`, oneOf("None", "Continuous", "Dash", "DashDot", "DashDotDot", "Dot", "Double", "SlantDashDot")),
                  weight: styled(`border.${side}.weight`, oneOf("Hairline", "Thin", "Medium", "Thick")),
                  color: styled(`border.${side}.color`, hex),
                },
              });
            },
          },
        }),
        autofitColumns: () => {}, autofitRows: () => {},
      },
    });
    const made = proxied("Range", this, {
      born: ["isNullObject"],
      scalars: {
        address: () => `${/^[\p{L}_][\p{L}\d_.]*$/u.test(sheet.name) ? sheet.name : `'${sheet.name}'`}!${address()}`,
        rowIndex: () => top, columnIndex: () => left, rowCount: () => rows, columnCount: () => columns, isNullObject: () => false,
        values: () => matrix((cell) => cell.value), numberFormat: () => matrix((cell) => cell.numberFormat),
        formulas: () => matrix((cell) => cell.formula ?? cell.value), rowHidden: () => false, columnHidden: () => false,
      },
      writable: {
        values: (given) => {
          open();
          shaped(given).forEach((row) => row.forEach((value) => ["string", "number", "boolean"].includes(typeof value) || value === null || fail("InvalidArgument", `no value of a cell: ${JSON.stringify(value)}`)));
          each((r, c, y, x) => {
            const value = given[y][x];
            if (value === null) return; // Excel leaves such a cell as it is
            if (typeof value === "string" && value.length > 32767) fail("InvalidArgument", "a text too long for a cell");
            Object.assign(sheet.cell(r, c), entered(value));
          });
        },
        formulas: (given) => (open(), shaped(given), each((r, c, y, x) => Object.assign(sheet.cell(r, c), entered(given[y][x])))),
        numberFormat: (given) => {
          open();
          const one = given.length === 1 && given[0].length === 1;
          if (!one) shaped(given);
          each((r, c, y, x) => (sheet.cell(r, c).numberFormat = text(one ? given[0][0] : given[y][x])));
        },
        hyperlink: (link) => {
          open();
          if (rows * columns !== 1) fail("InvalidArgument", "one link for many cells");
          if (!link.address && !link.documentReference) fail("InvalidArgument", "a link that leads nowhere");
          Object.assign(sheet.cell(top, left), { value: link.textToDisplay, link });
        },
      },
      members: {
        format,
        worksheet: new Proxy({}, { get: (_, name) => this.worksheet(sheet)[name] }),
        dataValidation: proxied("DataValidation", this, {
          scalars: { type: () => sheet.peek(top, left).format.validation ? "List" : "None" },
          writable: { rule: (rule) => styled("validation", (value) => value)(rule) },
          members: { clear: () => this.later(() => each((r, c) => delete sheet.cell(r, c).format.validation)) },
        }),
        clear: (what = "All") => this.later(() => {
          open();
          oneOf("All", "Formats", "Contents", "Hyperlinks", "RemoveHyperlinks")(what);
          each((r, c) => {
            if (!sheet.cells.has(`${r},${c}`)) return;
            if (what !== "Formats") Object.assign(sheet.cell(r, c), { value: "", formula: undefined });
            if (what !== "Contents") Object.assign(sheet.cell(r, c), { format: {}, numberFormat: "General" });
          });
        }),
        merge: (across = false) => this.later(() => (open(), truth(across), sheet.merged.push(address()))),
        unmerge: () => this.later(() => (sheet.merged = sheet.merged.filter((area) => area !== address()))),
        select: () => this.later(() => {
          if (this.book.active !== sheet) this.book.active = sheet;
          this.book.selection = address();
        }),
        getEntireRow: () => proxied("Range", this, { writable: { rowHidden: truth } }),
        getEntireColumn: () => proxied("Range", this, { writable: { columnHidden: truth } }),
        getSurroundingRegion: () => this.range(sheet, ...(sheet.used() ?? [0, 0, 1, 1])),
        setCellProperties: (given) => this.later(() => {
          open();
          shaped(given);
          each((r, c, y, x) => {
            const colour = given[y][x]?.format?.fill?.color;
            if (colour !== undefined) sheet.cell(r, c).format["fill.color"] = hex(colour);
          });
        }),
      },
    });
    areaOf.set(made, { address });
    return made;
  }
}

const areaOf = new WeakMap();

function nothing(kind, context) {
  return proxied(kind, context, { born: ["isNullObject"], scalars: { isNullObject: () => true, address: () => null, rowCount: () => 0, columnCount: () => 0, areas: () => null, name: () => null } });
}

// What a page of an add-in finds around it: Office, Excel, and as much of a browser as the client looks at.
export function install(book, { origin, search, config, excelApi = 18 }) {
  const actions = {};
  const run = async (...given) => {
    const context = new Context(book);
    const result = await given.at(-1)(context);
    await context.sync();
    return result;
  };
  const culture = (context) => ({ application: { cultureInfo: proxied("CultureInfo", context, { scalars: { name: () => "zh-CN" }, members: { datetimeFormat: proxied("DatetimeFormatInfo", context, { scalars: { shortDatePattern: () => "yyyy/m/d" } }) } }) } });
  Object.assign(globalThis, {
    Excel: {
      run,
      RequestContext: class extends Context {
        constructor() {
          super(book);
          Object.assign(this, culture(this));
        }
      },
      ShapeType: { image: "Image" }, ClearApplyTo: { all: "All", contents: "Contents", formats: "Formats" }, CalculationType: { full: "Full" },
    },
    Office: {
      onReady: async (then) => (then?.({ host: "Excel" }), { host: "Excel" }),
      actions: { associate: (name, act) => (actions[name] = act) },
      AsyncResultStatus: { Failed: "failed" }, EventType: {},
      context: {
        platform: "PC",
        requirements: { isSetSupported: (set, version) => set === "ExcelApi" && Number(version.split(".")[1]) <= excelApi },
        ui: { displayDialogAsync: (address) => book.dialogs.push(Object.fromEntries(new URL(address).searchParams)) },
      },
    },
    window: { location: { origin, search } },
    document: {
      getElementById: (id) => (id === "config" ? { textContent: JSON.stringify(config) } : null),
      addEventListener: () => {}, querySelector: () => null, querySelectorAll: () => [],
    },
    XMLHttpRequest: class {
      headers = {};
      open(method, address) {
        Object.assign(this, { method, address });
      }
      setRequestHeader(name, value) {
        this.headers[name] = value;
      }
      getResponseHeader(name) {
        return this.answer.headers.get(name);
      }
      async send(body) {
        try {
          this.answer = await fetch(this.address, { method: this.method, headers: this.headers, body });
          this.responseText = await this.answer.text();
          Object.assign(this, { status: this.answer.status, statusText: this.answer.statusText });
        } catch {
          return this.onerror();
        }
        return this.onload();
      }
    },
  });
  const click = (name) => new Promise((done, wrong) => {
    if (!actions[name]) wrong(new Error(`no button ${name}`));
    else actions[name]({ completed: done }).catch(wrong);
  });
  return { actions, click };
}
