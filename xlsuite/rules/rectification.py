"""RC-01 … RC-04, 06, 11, 12, 20, 22, 25, 26, 30: what a 问题整改台账 must say, and whether it adds up (domain §5.2)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from xlsuite.grading.managers import LEADER, TOP, Chain, Post, read_tier
from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.cells import blanks, remarked, unreadable
from xlsuite.rules.rule import INFO, WARNING, Fault, rule

LEAST_ALIKE = 6  # characters from which two issues of the same wording are more than a coincidence
MEASURES = "个条人月日项年次件份名万元处期场轮家篇户笔%％"  # what may follow an X that stands for a number
CROSSES = "XxＸｘ×"
BETWEEN = "\x1f"
SPACES = (" ", "\u3000", "\xa0")
WRITTEN_TEXT = (
    "rectification", "progress", "extensions", "closures", "common_problems", "risk_points", "risk_measures",
    "risk_ratings",
)  # fmt: skip


def row_name(table: Table, index: int, other: Table) -> str:
    """A row as another row's message names it; with its sheet where that is another one."""
    return f"第 {table.rows[index]} 行" if table is other else f"“{table.sheet}”第 {table.rows[index]} 行"


@rule("RC-01", "rectification", at="number")
def number_repeated(book: Book) -> Iterator[Fault]:
    """问题编号重复

    查什么：
    两行用了同一个问题编号，同一工作簿里的几张整改台账合在一起查。
    为什么：
    延期、销号、进展都按编号对应，编号重复就分不清说的是哪一个问题。
    怎么改：
    给后一行换一个没有用过的编号；如果两行是同一个问题，并成一行，多条措施写在同一格里。
    例：
    对 问题编号=ZG-2025-001 | 问题编号=ZG-2025-002
    错 问题编号=ZG-2025-001 | 问题编号=ZG-2025-001
    错 问题编号=ZG-2025-001 | 问题编号=zg-2025-001
    """
    tables = [table for table in book.tables_of("rectification") if "number" in table]
    numbers = [alike_numbers(table) for table in tables]
    times: Counter[str] = Counter()
    for column in numbers:
        times.update(column)
    if not any(count > 1 for number, count in times.items() if number):
        return
    first: dict[str, tuple[Table, int]] = {}
    for table, column in zip(tables, numbers, strict=True):
        for index, number in enumerate(column):
            if not number or times[number] == 1:
                continue
            before, at = first.setdefault(number, (table, index))
            if (before, at) == (table, index):
                continue
            if before is table and table.place(at, "number") == table.place(index, "number"):
                message = f"问题编号“{quote(table.raw['number'][index])}”合并在几行上，每一行都算一个问题。"
            else:
                message = f"问题编号“{quote(table.raw['number'][index])}”与{row_name(before, at, table)}重复。"
            yield Fault(message, table=table, index=index)


def alike_numbers(table: Table) -> list[str]:
    """The numbers in capitals, all at once; "" for one that is blank or cannot be judged."""
    numbers = ["" if number is None or number is UNREADABLE else number for number in table.column("number")]
    return BETWEEN.join(numbers).upper().split(BETWEEN)


@rule("RC-02", "rectification")
def origin_missing(table: Table) -> Iterator[Fault]:
    """来源、方面或问题没有填

    查什么：
    来源、方面、问题三格都要有内容。
    为什么：
    不知道问题从哪里来、属于哪一方面，就归不到反馈意见里，总数也对不上。
    怎么改：
    照反馈原文补填；“/”“无”也算没有填。
    例：
    对 来源=单位自查
    错 来源=
    错 方面=/
    错 问题=无
    """
    yield from blanks(table, "RC-02")


@rule("RC-03", "rectification")
def measures_missing(table: Table) -> Iterator[Fault]:
    """整改措施没有填

    查什么：
    每个问题都要有整改措施。
    为什么：
    没有措施，这个问题就没有进任务清单。
    怎么改：
    写清做什么、由谁做、做到什么程度。
    例：
    对 整改措施=修订请销假制度；按月通报
    错 整改措施=
    错 整改措施=无
    """
    yield from blanks(table, "RC-03")


@rule("RC-04", "rectification")
def duty_missing(table: Table) -> Iterator[Fault]:
    """责任领导、责任科室或责任人没有填

    查什么：
    责任领导、责任科室、责任人三格都要有内容。
    为什么：
    没有人负责的问题不会自己改好，责任清单也缺一项。
    怎么改：
    填一位责任领导、一个牵头科室和具体责任人。
    例：
    对 责任人=顾某丁
    错 责任领导=
    错 责任科室=—
    错 责任人=
    """
    yield from blanks(table, "RC-04")


@rule("RC-06", "rectification")
def person_unknown(
    table: Table, roster: frozenset[str], party_orgs: tuple[str, ...], units: frozenset[str] | None = None
) -> Iterator[Fault]:
    """责任领导、责任人或核验人不在名册

    查什么：
    责任领导、责任人的每一个姓名都在岗位与名册的任职人里；核验人不在的只作提醒，可能是外单位的人。
    为什么：
    名册里没有的人对不上岗位和分管关系，也可能是写错了字。
    怎么改：
    核对姓名；人员确实在岗的，在岗位与名册补登他的岗位。
    例：
    对 责任人=叶某戊 责任领导=叶某戊 | [岗位与名册] 任职人=叶某戊
    错 责任人=不在册者 责任领导=叶某戊 | [岗位与名册] 任职人=叶某戊
    错 责任人=叶某戊、不在册者 责任领导=叶某戊 | [岗位与名册] 任职人=叶某戊
    错 核验人=外请专家 责任人=叶某戊 责任领导=叶某戊 | [岗位与名册] 任职人=叶某戊
    """
    for ident in ("leader", "owner", "verifier"):
        if ident not in table:
            continue
        column = table.column(ident)
        known = roster.union(party_orgs)
        strange = {
            names: [name for name in names if name not in known]
            for names in set(column)
            if names and names is not UNREADABLE and not known.issuperset(names)
        }
        if not strange:
            continue
        title = table.slots[ident].column.name
        for index, names in enumerate(column):
            if missing := strange.get(names):
                said = "、".join(f"“{quote(name)}”" for name in missing)
                what = "是科室，应填到人" if units and units.issuperset(missing) else "不在岗位与名册的任职人里"
                severity = WARNING if ident == "verifier" else None
                yield Fault(f"{title}{said}{what}。", at=ident, index=index, severity=severity)


def units_named(text: str) -> list[str]:
    """The units in a cell, the first of them the one in the lead."""
    return [part for part in re.split(r"[、；;，,/\n]+", text) if part]


@rule("RC-06b", "rectification", WARNING, at="leader")
def leader_not_in_charge(leader: Any, unit: Any, chain: Chain, roster: frozenset[str]) -> str | None:
    """责任领导不分管责任科室

    查什么：
    责任领导应是主要领导，或者责任科室（几个科室的看第一个）的分管领导。
    为什么：
    不分管这个科室的领导难以调度它，责任会落空。
    怎么改：
    改成分管领导；分管已经调整的，先改岗位与名册的直接上级岗位。
    例：
    对 责任领导=沈某乙 责任科室=综合科 责任人=叶某戊 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 科室=办领导 岗位层级=班子成员 直接上级岗位= | [岗位与名册] 岗位编号=GW05 科室=综合科 直接上级岗位=GW02
    错 责任领导=陆某丙 责任科室=综合科 责任人=叶某戊 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 科室=办领导 岗位层级=班子成员 直接上级岗位= | [岗位与名册] 岗位编号=GW03 任职人=陆某丙 科室=办领导 岗位层级=班子成员 直接上级岗位= | [岗位与名册] 岗位编号=GW05 科室=综合科 直接上级岗位=GW02
    """
    if not leader or not unit or not roster.issuperset(leader):
        return None
    lead = units_named(unit)[0] if units_named(unit) else ""
    in_charge = leaders_over(chain, lead)
    if not in_charge:
        return None
    for name in leader:
        posts = chain.posts_of(name)
        if any(read_tier(post.tier) == TOP or post in in_charge or heads_own(post, lead) for post in posts):
            return None
    named = "、".join(f"“{quote(name)}”" for name in leader)
    right = "、".join(dict.fromkeys(post.holder for post in in_charge if post.holder)) or "空缺"
    return f"责任领导{named}不是主要领导，也不是“{quote(lead)}”的分管领导（{right}）。"


def leaders_over(chain: Chain, unit: str) -> list[Post]:
    """All 班子成员 above any post of a unit; the 主要领导 where none of them is."""
    members = [post for post in chain.posts.values() if fold(post.unit) == fold(unit)]
    above = [post for member in members for post in chain.superiors(member.id) if read_tier(post.tier) == LEADER]
    first = chain.leader_in_charge(unit)
    return list(dict.fromkeys(above)) or ([first] if first else [])


def heads_own(post: Post, unit: str) -> bool:
    """Whether a 班子成员 sits in the unit himself, such as 办领导."""
    return read_tier(post.tier) == LEADER and fold(post.unit) == fold(unit)


@rule("RC-06c", "rectification", WARNING, at="owner")
def owner_elsewhere(owner: Any, unit: Any, chain: Chain, units: frozenset[str]) -> str | None:
    """责任人不在责任科室

    查什么：
    责任人在岗位与名册里的科室，应是责任科室（填了几个科室的，是其中一个）。
    为什么：
    别的科室的人承担这个科室的整改，往往是填错了人或者填错了科室。
    怎么改：
    核对责任人和责任科室；人员已经调动的，先改岗位与名册。
    例：
    对 责任人=叶某戊 责任科室=综合科 | [岗位与名册] 任职人=叶某戊 科室=综合科
    对 责任人=叶某戊 责任科室=宣传活动科、综合科 | [岗位与名册] 任职人=叶某戊 科室=综合科 | [岗位与名册] 任职人=梁某壬 科室=宣传活动科
    错 责任人=叶某戊 责任科室=宣传活动科 | [岗位与名册] 任职人=叶某戊 科室=综合科 | [岗位与名册] 任职人=梁某壬 科室=宣传活动科
    """
    named = units_named(unit) if unit else []
    if not owner or not named or not units.issuperset(named):
        return None
    wanted = {fold(each) for each in named}
    for name in owner:
        posts = chain.posts_of(name)
        if posts and not any(fold(post.unit) in wanted for post in posts):
            return f"责任人“{quote(name)}”在名册里属于“{quote(posts[0].unit)}”，不在责任科室“{quote(unit)}”。"
    return None


@rule("RC-11", ("rectification", "progress"))
def state_unknown(table: Table) -> Iterator[Fault]:
    """整改状态不在词表里

    查什么：
    整改状态应是 未启动、推进中、基本完成、已完成 之一，或它们的常见说法。
    为什么：
    看不懂的状态不知道算不算完成，与状态有关的检查都没有做，也不计入任何一类。
    怎么改：
    按实际情况改成 未启动、推进中、基本完成、已完成 之一。
    例：
    对 整改状态=推进中
    对 整改状态=正在整改
    错 整改状态=差不多了
    错 整改状态=80%
    """
    yield from unreadable(table, "RC-11")


@rule("RC-12", ("rectification", "progress"), INFO)
def state_mixed(table: Table) -> Iterator[Fault]:
    """整改状态里写了两件事

    查什么：
    整改状态里同时写了完成程度和“长期坚持”，例如“已完成，长期坚持”；“持续整改”也是。
    为什么：
    进展和整改类型是两件事，混在一格里数不清；这次已经拆开计数。
    怎么改：
    整改状态只填完成程度，“长期坚持”填到整改类型。
    例：
    对 整改状态=已完成
    错 整改状态=已完成，长期坚持
    错 整改状态=持续整改
    """
    for index, ident, remark in remarked(table, "composite"):
        yield Fault(f"{table.slots[ident].column.name}{remark.message}。", at=ident, index=index)


@rule("RC-20", WRITTEN_TEXT, WARNING)
def placeholder(table: Table, placeholders: tuple[str, ...]) -> Iterator[Fault]:
    """还有占位符，没有填实

    查什么：
    问题、表现、措施、进展、佐证等文字里还有 X项、XX、××、201X、待补充 这样的记号（备注不查）。
    为什么：
    占位符说明这里还缺数字或内容，原样进了报告就是差错。
    怎么改：
    换成真实的数字或内容；暂时没有的，先核实再填。
    例：
    对 问题=梳理出3个方面5项问题
    对 问题=OX项目合同未归档
    对 备注=材料待补充
    错 问题=对照X个方面发现X项问题
    错 整改措施=201X年XX月前完成
    错 佐证材料=待补充
    """
    if not placeholders:
        return
    marks = [*CROSSES] if any(mark in word for word in placeholders for mark in CROSSES) else []
    marks += [word for word in placeholders if not any(mark in word for mark in CROSSES)]
    search = None
    for ident in table.own:
        column = table.slots[ident].column
        if not column.kind.free_text or ident in ("note", "due_text"):
            continue
        texts = table.text_of(ident)
        if not any(mark in texts for mark in marks):
            continue
        search = search or re.compile(placeholder_pattern(placeholders)).findall
        found = {raw: hits for raw in table.distinct(ident) if raw.__class__ is str and (hits := search(raw))}
        for index, raw in enumerate(table.raw[ident] if found else ()):
            if raw in found:
                marked = "、".join(f"“{quote(hit)}”" for hit in dict.fromkeys(found[raw]))
                yield Fault(f"{column.name}里有占位符{marked}，应换成真实的数字或内容。", at=ident, index=index)


def placeholder_pattern(words: tuple[str, ...]) -> str:
    """The words as given, not inside a longer Latin word, and an X in place of a number before a measure word."""
    parts = []
    if any(mark in word for word in words for mark in CROSSES):
        parts.append(rf"(?<![A-Za-z0-9])(?:\d{{0,3}}|第)?[{CROSSES}]+(?:[{MEASURES}]|季度)")
    for word in sorted(words, key=len, reverse=True):
        before = "(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
        after = "(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
        more = f"{re.escape(word[-1])}*" if word[-1] in CROSSES else ""
        parts.append(before + re.escape(word) + more + after)
    return "|".join(parts)


@rule("RC-22", "rectification")
def no_number(table: Table) -> Iterator[Fault]:
    """应填数字的格不是数字

    查什么：
    新建制度、修订制度、清退金额、约谈提醒人次等列应是确定的数字。
    为什么：
    “约”“若干”这样的数不能相加，报告里的合计会少。
    怎么改：
    填核实后的数字；没有发生的填 0 或留空。
    例：
    对 清退金额=1386
    对 清退金额=1386元
    错 清退金额=约1386元
    错 新建制度=若干
    错 约谈提醒人次=1.5
    """
    yield from unreadable(table, "RC-22")


@rule("RC-25", "rectification")
def total_differs(book: Book) -> Iterator[Fault]:
    """某个来源的问题数与应整改数不符

    查什么：
    来源表写了应整改数的，台账里这个来源的行数应与它相等。
    为什么：
    反馈的问题要逐条整改，不遗漏、不合并。
    怎么改：
    对照反馈意见逐条核对，补上漏掉的问题，拆开合并的问题；应整改数写错的，改来源表。
    例：
    对 来源=单位自查 | [来源表] 来源名称=单位自查 应整改数=1
    对 来源=单位自查 | [来源表] 来源名称=单位自查 应整改数=
    错 来源=单位自查 | [来源表] 来源名称=单位自查 应整改数=2
    错 来源=单位自查 | [来源表] 来源名称=审计反馈 应整改数=1
    """
    tables = [table for table in book.tables_of("rectification") if "source" in table]
    expected = expected_totals(book)
    if not tables or not expected:
        return
    counted: dict[str, list[str]] = {}
    for table in tables:
        for index, source in enumerate(table.column("source")):
            if source and source is not UNREADABLE:
                counted.setdefault(fold(source), []).append(f"{quote(source)}（第 {table.rows[index]} 行）")
    known = {fold(name) for record in book.records("sources") for name in source_names(record)}
    odd = "、".join(rows[0] for source, rows in counted.items() if source not in known)
    table = tables[0]
    row, column = table.layout.header_rows[-1], table.slots["source"].at
    for name, (names, wanted) in expected.items():
        rows = sum(len(counted.get(each, ())) for each in names)
        if rows != wanted:
            apart = f"少 {wanted - rows} 项" if rows < wanted else f"多 {rows - wanted} 项"
            hint = f"另有来源不在来源表里：{odd}。" if odd and rows < wanted else ""
            yield Fault(
                f"来源“{quote(name)}”应整改 {wanted} 项（来源表），台账里有 {rows} 行，{apart}。{hint}",
                table=table, row=row, column=column, field="来源", key=name,
            )  # fmt: skip


def source_names(record: Any) -> list[str]:
    """A source by its name, and by its name with 轮次 in brackets."""
    names = [record.name] if record.name else []
    return [*names, f"{record.name}（{record.round}）"] if names and record.round else names


def expected_totals(book: Book) -> dict[str, tuple[set[str], int]]:
    """Source name → the folded names its rows may carry, and how many there should be; rounds of one name add up."""
    found: dict[str, tuple[set[str], int]] = {}
    for record in book.records("sources"):
        if record.name and record.expected is not None:
            names, total = found.get(record.name, (set(), 0))
            found[record.name] = (names | {fold(name) for name in source_names(record)}, total + int(record.expected))
    return found


@rule("RC-26", "rectification", WARNING, at="aspect")
def aspect_unlisted(table: Table, aspects: tuple[str, ...], aspects_by_source: dict[str, tuple[str, ...]]) -> Iterator[Fault]:
    """方面不在清单里

    查什么：
    参数里列了方面清单的，方面应是清单里的一项；某个来源另有清单的，按它的清单。
    为什么：
    报告按方面分章，清单外的方面没有地方写。
    怎么改：
    改成清单里的写法；确实新增了方面的，在参数的“方面清单”里补上。
    例：
    对 方面=执行工作纪律
    对 方面=执行工作纪律 | [参数] 方面清单=执行廉洁纪律、执行工作纪律
    错 方面=工作纪律 | [参数] 方面清单=执行廉洁纪律、执行工作纪律
    错 方面=执行工作纪律 来源=审计反馈 | [参数] 方面清单：审计反馈=财务管理、资产管理
    """
    if not aspects and not aspects_by_source:
        return
    own = {fold(name): listed for name, listed in aspects_by_source.items()}
    pairs = list(zip(table.column("aspect"), table.column("source"), strict=True))
    wrong = {pair: message for pair in set(pairs) if (message := why_unlisted(*pair, aspects, own))}
    for index, pair in enumerate(pairs if wrong else ()):
        if pair in wrong:
            yield Fault(wrong[pair], index=index)


def why_unlisted(aspect: Any, source: Any, aspects: tuple[str, ...], own: dict[str, tuple[str, ...]]) -> str | None:
    """What is wrong with an aspect under a source; None where it is listed, or no list holds for it."""
    if not aspect or aspect is UNREADABLE or source is UNREADABLE:
        return None
    listed = own.get(fold(source or ""), aspects)
    if not listed or fold(aspect) in {fold(each) for each in listed}:
        return None
    of = f"来源“{quote(source)}”的" if source and fold(source) in own else ""
    return f"方面“{quote(aspect)}”不在{of}方面清单里，应填 {'、'.join(listed)} 中的一项。"


@rule("RC-30", "rectification", WARNING, at="issue")
def issue_in_two_sources(book: Book) -> Iterator[Fault]:
    """同一个问题出现在两个来源

    查什么：
    问题的文字（不计空格，六个字以上）与另一个来源的某一行相同；备注写明“合并”或对方编号的不算。
    为什么：
    同一个问题从两个渠道反馈，各改各的会重复计数，整改口径也可能不一致。
    怎么改：
    两行都保留，在后一行的备注写明与哪个编号是同一问题；只算一次的，写明“合并”。
    例：
    对 来源=单位自查 问题=外出请销假登记不全 | 来源=审计反馈 问题=合同归档不及时
    对 来源=单位自查 问题=外出请销假登记不全 | 来源=单位自查 问题=外出请销假登记不全
    对 来源=单位自查 问题=外出请销假登记不全 | 来源=审计反馈 问题=外出请销假登记不全 备注=与ZG-2025-011合并整改
    错 来源=单位自查 问题=外出请销假登记不全 | 来源=审计反馈 问题=外出请销假登记不全
    """
    tables = [table for table in book.tables_of("rectification") if "issue" in table and "source" in table]
    first: dict[str, tuple[Table, int]] = {}
    for table in tables:
        for index in alike_rows(table, alone=len(tables) == 1):
            text = table.column("issue")[index]
            same = fold(text)
            if len(same) < LEAST_ALIKE:
                continue
            before, at = first.setdefault(same, (table, index))
            source, other = table.column("source")[index], before.column("source")[at]
            if UNREADABLE in (source, other) or not source or not other or fold(source) == fold(other):
                continue
            note = str(table.raws("note")[index])
            if "合并" in note or before.key(at) in note:
                continue
            where = f"{row_name(before, at, table)}（{before.key(at)}，来源“{quote(other)}”）"
            yield Fault(f"与{where}是同一个问题，来源不同。", table=table, index=index)


def alike_rows(table: Table, alone: bool) -> list[int]:
    """Rows whose issue may be another row's too; in a single table those with a wording used only once are left out."""
    texts = ["" if text is None or text is UNREADABLE else text for text in table.column("issue")]
    if not alone:
        return [index for index, text in enumerate(texts) if text]
    typed = table.text_of("issue")
    if not any(space in typed for space in SPACES) and typed.count("\n") < len(table.distinct("issue")):
        rough = texts
        if len(table.distinct("issue")) == len(texts):
            return []
    else:  # over all texts at once: folding each on its own costs twenty times as much
        joined = BETWEEN.join(texts)
        for space in (*SPACES, "\n"):
            joined = joined.replace(space, "")
        rough = joined.split(BETWEEN)
    times = Counter(rough)
    return [index for index, text in enumerate(rough) if text and times[text] > 1] if len(times) < len(rough) else []
