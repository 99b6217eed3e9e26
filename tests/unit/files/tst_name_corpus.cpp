// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/absolute_path.h"
#include "engine/files/names/name_text.h"
#include "engine/files/names/relative_path.h"
#include "engine/files/names/task_name.h"
#include "engine/files/names/upload_name.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace busheng;

namespace {

/// By hand: Qt's conversion leaves U+FEFF out.
Bytes utf8Of(char32_t code)
{
    if (code == 0xfeff)
        return "\xef\xbb\xbf";
    return QString::fromUcs4(&code, 1).toStdString();
}

/// What the corpus writes in its third column, as bytes.
Bytes unescaped(BytesView text)
{
    Bytes name;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            name += text[i];
            continue;
        }
        const char kind = text.at(++i);
        if (kind == '\\') {
            name += '\\';
        } else if (kind == 'x') {
            name += static_cast<char>(std::stoi(Bytes(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else if (kind == 'u') {
            const auto end = text.find('}', i);
            const auto code = static_cast<char32_t>(std::stoi(Bytes(text.substr(i + 2, end - i - 2)), nullptr, 16));
            name += utf8Of(code);
            i = end;
        } else if (kind == '*') {
            const auto middle = text.find("}{", i);
            const auto end = text.find('}', middle + 2);
            const int times = std::stoi(Bytes(text.substr(i + 2, middle - i - 2)));
            for (int n = 0; n < times; ++n)
                name += text.substr(middle + 2, end - middle - 2);
            i = end;
        } else {
            qFatal("the corpus has an escape that nobody knows: %c", kind);
        }
    }
    return name;
}

QString verdictOf(const NameRefusal& refusal)
{
    return QStringLiteral("%1@%2").arg(nameFaultName(refusal.fault)).arg(refusal.position);
}

template <typename T, typename Show>
QString verdictOf(const NameResult<T>& result, Show show)
{
    return result ? show(*result) : verdictOf(result.error());
}

QString showUpload(const UploadName& name)
{
    return QStringLiteral("%1/%2/%3/%4/%5/%6")
        .arg(name.region, name.initials, name.date.toString(QStringLiteral("yyyyMMdd")),
             name.time.toString(QStringLiteral("HHmmss")), QString::number(name.part), name.suffix);
}

QString showTask(const TaskName& name)
{
    static const QStringList patterns{QStringLiteral("Free"), QStringLiteral("Report"), QStringLiteral("Issue")};
    return QStringLiteral("%1/%2/%3").arg(patterns.at(static_cast<int>(name.pattern)), name.unit, name.system);
}

QString showPath(const NameResult<void>& result)
{
    return result ? QStringLiteral("ok") : verdictOf(result.error());
}

std::optional<NameRefusal> refusalOf(const QString& kind, BytesView name)
{
    const auto of = [](const auto& result) { return result ? std::nullopt : std::optional(result.error()); };
    if (kind == u"upload")
        return of(parseUploadName(name));
    if (kind == u"task")
        return of(parseTaskName(name));
    if (kind == u"posix" || kind == u"windows")
        return of(checkAbsolutePath(name, kind == u"posix" ? PathStyle::Posix : PathStyle::Windows));
    return of(checkTreePath(name, {.forWindows = kind == u"wtree"}));
}

struct CorpusRow {
    QString kind;
    QString verdict;
    Bytes name;
};

QList<CorpusRow> corpus()
{
    QFile file(QStringLiteral(BUSHENG_TEST_DATA "/names/corpus.tsv"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no corpus");
    QList<CorpusRow> rows;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const auto columns = line.split('\t');
        rows.append(
            {QString::fromUtf8(columns.at(0)), QString::fromUtf8(columns.at(1)), unescaped(view(columns.at(2)))});
    }
    return rows;
}

} // namespace

class TstNameCorpus : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysOfEachNameWhatTheCorpusSays_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<QByteArray>("name");
        int number = 0;
        for (const CorpusRow& row : corpus()) {
            const QString title = QStringLiteral("%1 %2 %3").arg(++number).arg(row.kind, shownName(row.name).left(60));
            QTest::newRow(qPrintable(title)) << row.kind << row.verdict << toQByteArray(row.name);
        }
        QVERIFY(number >= 300);
    }
    void saysOfEachNameWhatTheCorpusSays()
    {
        QFETCH(const QString, kind);
        QFETCH(const QString, verdict);
        QFETCH(const QByteArray, name);
        const BytesView bytes = view(name);
        if (kind == u"upload") {
            QCOMPARE(verdictOf(parseUploadName(bytes), showUpload), verdict);
        } else if (kind == u"task") {
            QCOMPARE(verdictOf(parseTaskName(bytes), showTask), verdict);
        } else if (kind == u"posix" || kind == u"windows") {
            const PathStyle style = kind == u"posix" ? PathStyle::Posix : PathStyle::Windows;
            QCOMPARE(showPath(checkAbsolutePath(bytes, style)), verdict);
        } else {
            if (kind != u"wtree")
                QCOMPARE(showPath(checkTreePath(bytes)), verdict);
            if (kind != u"tree")
                QCOMPARE(showPath(checkTreePath(bytes, {.forWindows = true})), verdict);
        }
    }

    void writesGoodNamesAsTheyWereRead()
    {
        for (const CorpusRow& row : corpus()) {
            if (row.kind != u"upload" || row.verdict.contains(u'@'))
                continue;
            const auto read = parseUploadName(row.name);
            QVERIFY(read.has_value());
            QCOMPARE(read->toString().toStdString(), row.name);
        }
    }

    /// The place is inside the name or just behind it, at the beginning of a character; what is shown of it is
    /// harmless.
    void pointsIntoTheName()
    {
        for (const CorpusRow& row : corpus()) {
            const auto refusal = refusalOf(row.kind, row.name);
            if (!refusal)
                continue;
            const auto size = static_cast<qsizetype>(row.name.size());
            QVERIFY(refusal->position >= 0 && refusal->length >= 0 && refusal->position + refusal->length <= size);
            const Error error = toError(*refusal, row.name);
            QCOMPARE(error.event, QStringLiteral("NAM_REFUSED"));
            QVERIFY(error.args.at(1).toInt() >= 1);
            QVERIFY2(!error.args.at(2).contains(u'%') || error.args.at(2).contains(u'\''),
                     qPrintable(error.args.at(2)));
            for (const QString& shown : error.args)
                QVERIFY(!hiddenFault(shown.toStdString()));
        }
    }

    /// A name from anywhere with one byte changed: refused or read back as it is, never anything else.
    void readsNoNameInTwoWays()
    {
        const Bytes good = "370000LWJCXT20211212162030013.doc";
        for (std::size_t at = 0; at < good.size(); ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                Bytes changed = good;
                changed[at] = static_cast<char>(byte);
                if (const auto read = parseUploadName(changed))
                    QCOMPARE(read->toString().toStdString(), changed);
            }
        }
    }

    void readsFieldsOfPartsAndWholes()
    {
        const auto part = parseUploadName("370000LWJCXT20211212162030013.doc");
        QVERIFY(part.has_value());
        QCOMPARE(part->withPart(0).toString(), QStringLiteral("370000LWJCXT20211212162030.doc"));
        QCOMPARE(part->withPart(7).toString(), QStringLiteral("370000LWJCXT20211212162030007.doc"));
        QCOMPARE(reportTaskName(QStringLiteral("兵团"), QStringLiteral("联网监测")),
                 QStringLiteral("兵团_联网监测数据上报"));
        QCOMPARE(issueTaskName(QStringLiteral("联网监测"), QStringLiteral("兵团")),
                 QStringLiteral("部_联网监测数据下发_兵团"));
    }

    void refusesThe1000thPartBeforeTheFirstIsMade()
    {
        QCOMPARE(partsOf(0, 10).value(), 1);
        QCOMPARE(partsOf(1, 10).value(), 1);
        QCOMPARE(partsOf(10, 10).value(), 1);
        QCOMPARE(partsOf(11, 10).value(), 2);
        QCOMPARE(partsOf(9990, 10).value(), 999);
        const auto refused = partsOf(9991, 10);
        QVERIFY(!refused);
        QCOMPARE(refused.error().fault, NameFault::PartsTooMany);
        QCOMPARE(refused.error().args, (QStringList{QStringLiteral("1000"), QStringLiteral("11")}));
        QCOMPARE(partsOf(9991, refused.error().args.at(1).toLongLong()).value(), 909);
        QVERIFY(partsOf(std::numeric_limits<qint64>::max(), std::numeric_limits<qint64>::max()).has_value());
        QVERIFY(!partsOf(std::numeric_limits<qint64>::max(), 1));
    }
};

BUSHENG_TEST(TstNameCorpus)
#include "tst_name_corpus.moc"
