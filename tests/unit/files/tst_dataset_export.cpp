// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm3.h"
#include "engine/files/archive/archive_reader.h"
#include "engine/files/dataset/dataset_export.h"
#include "engine/model/events.h"
#include "tests/support/crash_file_system.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace busheng;
using namespace busheng::test;

namespace {

using Kind = RowValue::Kind;

const std::vector<RowColumn> kColumns{{QStringLiteral("id"), QStringLiteral("bigint")},
                                      {QStringLiteral("姓名"), QStringLiteral("text")},
                                      {QStringLiteral("photo"), QStringLiteral("bytea")}};

/// Gives `rows` as a database would.
ReadRows reader(std::vector<std::vector<RowValue>> rows, std::vector<RowColumn> columns = kColumns)
{
    return [rows = std::move(rows), columns = std::move(columns)](const RowQuery&, RowReceiver& receiver) -> Result<> {
        ENGINE_TRY(receiver.begin(columns, QStringLiteral("snapshot 7:7:")));
        for (const auto& row : rows)
            ENGINE_TRY(receiver.row(row));
        return {};
    };
}

const std::function<Result<>()> kGoOn = [] { return Result<>(); };

struct Scene {
    Scene()
    {
        order.task = QStringLiteral("上报");
        order.source = QStringLiteral("社保库");
        order.rows.table = QStringLiteral("public.person");
        order.workDirectory = root.filePath(QStringLiteral("work"));
        order.archive = root.filePath(QStringLiteral("a.zip"));
        order.nowUtcMs = 1'780'000'000'000;
        QDir().mkpath(into);
    }
    QByteArray unpacked(const QString& name) const
    {
        QFile file(into + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QJsonObject said() const { return QJsonDocument::fromJson(unpacked(QStringLiteral("dataset.json"))).object(); }

    QTemporaryDir root;
    QString into = root.filePath(QStringLiteral("into"));
    DatasetOrder order;
};

} // namespace

/// Rows of a database as a file (§6.2 b, §6.4).
class TstDatasetExport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesCsvInWhichNullIsNotEmpty()
    {
        Scene scene;
        const auto made = exportDataset(
            systemFileSystem(), scene.order,
            reader({{{Kind::Number, "1"}, {Kind::Text, "张三, \"老\"\n"}, {Kind::Binary, BytesView("\x00\xff", 2)}},
                    {{Kind::Number, "-2"}, {Kind::Text, ""}, {Kind::Null, {}}},
                    {{Kind::Number, "3"}, {Kind::Null, {}}, {Kind::Binary, ""}},
                    {{Kind::Null, {}}, {Kind::Text, "=1+1"}, {Kind::Null, {}}}}),
            kGoOn);
        QVERIFY_OK(made);
        QCOMPARE(made->rows, quint64(4));
        QVERIFY_OK(unpackArchive(scene.order.archive, scene.into)); // and is as its manifest says
        const QByteArray data = scene.unpacked(QStringLiteral("data.csv"));
        QCOMPARE(data,
                 QByteArray("id,姓名,photo\r\n1,\"张三, \"\"老\"\"\n\",00ff\r\n-2,\"\",\r\n3,,\"\"\r\n,=1+1,\r\n"));
        const QJsonObject said = scene.said();
        QCOMPARE(said.value(QLatin1String("rows")).toInteger(), qint64(4));
        QCOMPARE(said.value(QLatin1String("table")).toString(), QStringLiteral("public.person"));
        QCOMPARE(said.value(QLatin1String("position")).toString(), QStringLiteral("snapshot 7:7:"));
        QCOMPARE(said.value(QLatin1String("sm3")).toString(), toHex(view(sm3(view(data)))));
        QCOMPARE(said.value(QLatin1String("columns")).toArray().at(2)[QLatin1String("type")].toString(),
                 QStringLiteral("bytea"));
        QCOMPARE(said.value(QLatin1String("takenUtc")).toString(), QStringLiteral("2026-05-28T20:26:40.000Z"));
        QVERIFY(!QFile::exists(scene.order.workDirectory)); // nothing is left beside it
    }

    void putsAnApostropheBeforeFormulasWhereItIsAskedTo()
    {
        Scene scene;
        scene.order.noFormulas = true;
        const auto made = exportDataset(systemFileSystem(), scene.order,
                                        reader({{{Kind::Number, "-1"}, {Kind::Text, "=cmd|' /C calc'!A0"}, {}},
                                                {{Kind::Number, "2"}, {Kind::Text, "＝全角"}, {}},
                                                {{Kind::Number, "3"}, {Kind::Text, "a=b"}, {}}}),
                                        kGoOn);
        QVERIFY_OK(made);
        QVERIFY_OK(unpackArchive(scene.order.archive, scene.into));
        QCOMPARE(scene.unpacked(QStringLiteral("data.csv")),
                 QByteArray("id,姓名,photo\r\n-1,'=cmd|' /C calc'!A0,\r\n2,'＝全角,\r\n3,a=b,\r\n"));
        QCOMPARE(scene.said().value(QLatin1String("formulas")).toString(), QStringLiteral("apostrophe"));
    }

    void writesJsonLinesThatAnyParserReads()
    {
        Scene scene;
        scene.order.format = RowFormat::JsonLines;
        const Bytes odd("控制\x01\t\"\\", 10);
        const auto made = exportDataset(systemFileSystem(), scene.order,
                                        reader({{{Kind::Number, "9007199254740993"}, {Kind::Text, odd}, {}},
                                                {{Kind::Number, "NaN"}, {Kind::Text, ""}, {Kind::Binary, "\x01"}},
                                                {{Kind::Boolean, "true"}, {}, {}}}),
                                        kGoOn);
        QVERIFY_OK(made);
        QVERIFY_OK(unpackArchive(scene.order.archive, scene.into));
        const QList<QByteArray> lines = scene.unpacked(QStringLiteral("data.jsonl")).split('\n');
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines.at(0).contains("\"id\":9007199254740993"));
        const QJsonObject first = QJsonDocument::fromJson(lines.at(0)).object();
        QCOMPARE(first.value(QStringLiteral("姓名")).toString(), QString::fromStdString(odd));
        QVERIFY(first.value(QLatin1String("photo")).isNull());
        const QJsonObject second = QJsonDocument::fromJson(lines.at(1)).object();
        QCOMPARE(second.value(QLatin1String("id")).toString(), QStringLiteral("NaN"));
        QCOMPARE(second.value(QStringLiteral("姓名")).toString(QStringLiteral("?")), QString());
        QCOMPARE(second.value(QLatin1String("photo")).toString(), QStringLiteral("01"));
        QCOMPARE(QJsonDocument::fromJson(lines.at(2)).object().value(QLatin1String("id")), QJsonValue(true));
    }

    void putsLargeValuesAsideUnderTheirKeys()
    {
        Scene scene;
        scene.order.largeBytes = 100;
        const Bytes photo(101, '\xfe');
        const Bytes text(100, 'x'); // not above the limit
        const auto made = exportDataset(
            systemFileSystem(), scene.order,
            reader({{{Kind::Text, "../340/1"}, {Kind::Text, text}, {Kind::Binary, photo}}, {{}, {}, {}}}), kGoOn);
        QVERIFY_OK(made);
        QCOMPARE(made->largeValues, quint64(1));
        QVERIFY_OK(unpackArchive(scene.order.archive, scene.into));
        const QString name = QStringLiteral("large/000000000001-___340_1-photo.bin");
        QCOMPARE(scene.unpacked(name), QByteArray::fromStdString(photo));
        QVERIFY(scene.unpacked(QStringLiteral("data.csv")).contains(QByteArray(name.toUtf8() + "\r\n")));
    }

    void makesNothingOfNoRows()
    {
        Scene scene;
        const auto made = exportDataset(systemFileSystem(), scene.order, reader({}), kGoOn);
        QVERIFY_OK(made);
        QCOMPARE(made->rows, quint64(0));
        QVERIFY(!QFile::exists(scene.order.archive));
    }

    void refusesWhatCannotBeWrittenAndLeavesNothing()
    {
        const auto refused = [](const ReadRows& read, RowFormat format = RowFormat::Csv) {
            Scene scene;
            scene.order.format = format;
            const auto made = exportDataset(systemFileSystem(), scene.order, read, kGoOn);
            if (made || QFile::exists(scene.order.archive) || QFile::exists(scene.order.workDirectory))
                return Error();
            return made.error();
        };
        const Error noText = refused(reader({{{Kind::Number, "1"}, {Kind::Text, "\xff"}, {}}}));
        QCOMPARE(noText.event, events::EXP_FAILED);
        QVERIFY(noText.args.at(2).contains(QStringLiteral("姓名")) && noText.args.at(2).contains(u'1'));
        const Error twice = refused(reader({{{}, {}}}, {kColumns.at(0), kColumns.at(0)}), RowFormat::JsonLines);
        QVERIFY(twice.args.at(2).contains(QStringLiteral("'id'")));
        const Error database = refused([](const RowQuery&, RowReceiver&) -> Result<> {
            Error error = makeError(ErrorCode::Sql, QStringLiteral("reading"));
            error.native = QStringLiteral("42P01 relation \"person\" does not exist");
            return fail(error);
        });
        QCOMPARE(database.event, events::EXP_FAILED);
        QCOMPARE(database.args.at(2), QStringLiteral("42P01 relation \"person\" does not exist"));
    }

    void endsWhenItIsStoppedOrTheDiskIsFull()
    {
        Scene scene;
        int asked = 0;
        const auto stopped = exportDataset(
            systemFileSystem(), scene.order, reader(std::vector(10, std::vector<RowValue>(3))), [&]() -> Result<> {
                return ++asked < 5 ? Result<>() : Result<>(fail(ErrorCode::Cancelled, QStringLiteral("stop")));
            });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(scene.order.archive));
        CrashFileSystem full;
        full.setFreeBytes(1 << 20);
        const Bytes text(1 << 19, 'x');
        const auto made = exportDataset(
            full, scene.order, reader(std::vector(8, std::vector<RowValue>{{}, {Kind::Text, text}, {}})), kGoOn);
        QVERIFY(!made);
        QCOMPARE(made.error().event, events::DSK_FULL);
        QVERIFY(made.error().transient);
    }
};

BUSHENG_TEST(TstDatasetExport)
#include "tst_dataset_export.moc"
