// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/table_mapping.h"
#include "tests/support/test_main.h"

#include <QCborArray>
#include <QCborMap>

using namespace busheng;

namespace {

std::vector<TableMapping> sample()
{
    return {{QStringLiteral("public.person"),
             QStringLiteral("archive.参保人"),
             {QStringLiteral("id"), QStringLiteral("name")},
             {{QStringLiteral("name"), QStringLiteral("姓名")}},
             QStringLiteral("id > 3")},
            {QStringLiteral("public.city"), QStringLiteral("archive.city"), {}, {}, {}}};
}

} // namespace

class TstTableMapping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas()
    {
        const Bytes bytes = encodeMappings(sample());
        const auto back = decodeMappings(bytes);
        QVERIFY_OK(back);
        QVERIFY(*back == sample());
        QVERIFY(encodeMappings(*back) == bytes);
        QVERIFY(encodeMappings({}).empty());
        QVERIFY(decodeMappings({}).value().empty());
    }

    void tellsTheSourceWhatConcernsIt()
    {
        const auto shape = sourceShape(sample());
        QCOMPARE(shape.size(), std::size_t{1});
        QVERIFY(shape.front().targetTable.isEmpty());
        QVERIFY(shape.front().renames.empty());
        QCOMPARE(shape.front().columns.size(), 2);
        QCOMPARE(shape.front().filter, QStringLiteral("id > 3"));
    }

    void refusesEveryTruncationAndOddity()
    {
        Bytes bytes = encodeMappings(sample());
        QVERIFY(!decodeMappings(bytes + "x"));
        while (bytes.size() > 1) {
            bytes.pop_back();
            const auto back = decodeMappings(bytes);
            QVERIFY(!back);
            QCOMPARE(back.error().code, ErrorCode::Corrupt);
        }
        const auto refused = [](const QCborMap& map) {
            return !decodeMappings(Bytes(view(map.toCborValue().toCbor())));
        };
        QVERIFY(refused({}));
        QVERIFY(refused({{QStringLiteral("version"), 2}, {QStringLiteral("tables"), QCborArray()}}));
        QVERIFY(refused({{QStringLiteral("version"), 1}, {QStringLiteral("tables"), QCborArray()}}));
        QVERIFY(refused({{QStringLiteral("version"), 1}, {QStringLiteral("tables"), QCborArray{1}}}));
        std::vector<TableMapping> twice = sample();
        twice.push_back(twice.front());
        QVERIFY(!decodeMappings(encodeMappings(twice)));
    }

    void findsMistakes_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("which");
        QTest::newRow("none") << QString() << 0;
        QTest::newRow("table twice") << QStringLiteral("mappings[2].table") << 1;
        QTest::newRow("no table") << QStringLiteral("mappings[0].table") << 2;
        QTest::newRow("one target for two") << QStringLiteral("mappings[1].targetTable") << 3;
        QTest::newRow("column twice") << QStringLiteral("mappings[0].columns") << 4;
        QTest::newRow("renamed and not taken") << QStringLiteral("mappings[0].renames") << 5;
        QTest::newRow("one name for two") << QStringLiteral("mappings[0].renames") << 6;
        QTest::newRow("filter") << QStringLiteral("mappings[0].filter") << 7;
    }

    void findsMistakes()
    {
        QFETCH(const QString, place);
        QFETCH(const int, which);
        std::vector<TableMapping> all = sample();
        switch (which) {
        case 1:
            all.push_back(all.front());
            break;
        case 2:
            all.front().table.clear();
            break;
        case 3:
            all[1].targetTable = all[0].targetTable;
            break;
        case 4:
            all[0].columns.append(QStringLiteral("id"));
            break;
        case 5:
            all[0].renames.push_back({QStringLiteral("phone"), QStringLiteral("tel")});
            break;
        case 6:
            all[0].renames.push_back({QStringLiteral("id"), QStringLiteral("姓名")});
            break;
        case 7:
            all[0].filter = QStringLiteral("id >");
            break;
        default:
            break;
        }
        QString found;
        QString value;
        const QString mistake = mappingMistake(all, found, value);
        QCOMPARE(found, place);
        QCOMPARE(mistake.isEmpty(), place.isEmpty());
    }
};

BUSHENG_TEST(TstTableMapping)
#include "tst_table_mapping.moc"
