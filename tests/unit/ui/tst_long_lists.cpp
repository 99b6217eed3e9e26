// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/difference_models.h"
#include "ui/models/file_run_models.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace busheng;

namespace {

constexpr qint64 kTenMillion = 10'000'000;

std::vector<Difference> rowsFrom(qint64 from, qint64 count)
{
    std::vector<Difference> rows;
    for (qint64 i = from; i < from + count; ++i)
        rows.push_back({QStringLiteral("extra"), QStringLiteral("t"), QString::number(i), {}, 1});
    return rows;
}

std::vector<FileRunItem> runsBelow(qint64 beforeId, qint64 count)
{
    std::vector<FileRunItem> items;
    for (qint64 id = beforeId - 1; id > 0 && qint64(items.size()) < count; --id) {
        FileRunRow run;
        run.id = id;
        items.push_back({QString::number(id), run});
    }
    return items;
}

} // namespace

/// Lists that are longer than what is in memory.
class TstLongLists : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void asksForWhatSomebodyLooksAt()
    {
        DifferenceModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QList<qint64> asked;
        model.setSource([&asked](qint64 from, int) { asked.append(from); });
        model.restart();
        QCOMPARE(asked, QList<qint64>{0});
        model.take(0, 1000, rowsFrom(0, DifferenceModel::kPage));
        QCOMPARE(model.rowCount(), 1000);
        asked.clear(); // the tester looks at every row
        model.take(200, -1, rowsFrom(200, DifferenceModel::kPage));
        QCOMPARE(model.index(399, DifferenceModel::Key).data().toString(), QStringLiteral("399"));
        QVERIFY(model.row(400) == nullptr);
        QCOMPARE(model.index(400, DifferenceModel::Key).data().toString(), QStringLiteral("…"));
        QVERIFY(!asked.isEmpty());
    }

    void tenMillionRowsNeedTheMemoryOfAFewPages()
    {
        DifferenceModel model;
        qint64 asked = -1;
        model.setSource([&asked](qint64 from, int) { asked = from; });
        const auto look = [&](int row) {
            model.index(row, DifferenceModel::Key).data();
            while (asked >= 0) { // what is asked for is answered, and may be followed by another
                const qint64 from = std::exchange(asked, -1);
                model.take(from, from == 0 ? kTenMillion : -1, rowsFrom(from, DifferenceModel::kPage));
            }
            return model.index(row, DifferenceModel::Key).data().toString();
        };
        model.restart();
        look(0);
        while (model.canFetchMore({}))
            model.fetchMore({});
        QCOMPARE(model.rowCount(), int(kTenMillion));
        for (qint64 row = 0; row < kTenMillion; row += 99'991)
            QCOMPARE(look(int(row)), QString::number(row));
        QCOMPARE(look(int(kTenMillion) - 1), QString::number(kTenMillion - 1));
        QVERIFY(model.rowsInMemory() <= DifferenceModel::kPagesKept * DifferenceModel::kPage);
    }

    void theNewestPlaceIsAskedForNext()
    {
        DifferenceModel model;
        QList<qint64> asked;
        model.setSource([&asked](qint64 from, int) { asked.append(from); });
        model.restart();
        model.take(0, 100'000, rowsFrom(0, DifferenceModel::kPage));
        for (const int row : {1'000, 50'000, 90'000}) // somebody drags the bar
            model.index(row, 0).data();
        QCOMPARE(asked, (QList<qint64>{0, 1'000}));
        model.take(1'000, -1, rowsFrom(1'000, DifferenceModel::kPage));
        QCOMPARE(asked.last(), qint64{90'000}); // and not what lay between
        model.giveUp();
        model.index(90'000, 0).data();
        QCOMPARE(asked.size(), qsizetype{4}); // once more
    }

    void aListGrowsWhileItIsShown()
    {
        DifferenceModel model;
        model.setSource([](qint64, int) {});
        model.restart();
        model.take(0, 10, rowsFrom(0, 10));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.refresh();
        model.take(0, 250, rowsFrom(0, DifferenceModel::kPage));
        QCOMPARE(model.rowCount(), 250);
        QCOMPARE(resets.count(), 0); // selection and place stay
        model.refresh();
        model.take(0, 5, rowsFrom(0, 5));
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(resets.count(), 1);
    }

    void runsComeBelowTheOldestOneThatIsThere()
    {
        FileRunModel model;
        qint64 askedBelow = 0;
        model.setSource([&askedBelow](qint64 beforeId) { askedBelow = beforeId; });
        model.takeNewest(runsBelow(1001, 200), false);
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        QCOMPARE(askedBelow, qint64{801});
        QVERIFY(!model.canFetchMore({})); // an answer is under way
        model.takeOlder(runsBelow(801, 200), false);
        QCOMPARE(model.rowCount(), 400);
        // The newest again, with one more: what is older stays.
        model.takeNewest(runsBelow(1002, 200), false);
        QCOMPARE(model.rowCount(), 401);
        model.fetchMore({});
        QCOMPARE(askedBelow, qint64{601});
        model.takeOlder({}, true);
        QVERIFY(!model.canFetchMore({}));
        // So many new ones that there is a gap: it begins anew.
        model.takeNewest(runsBelow(5001, 200), false);
        QCOMPARE(model.rowCount(), 200);
        model.fetchMore({});
        QCOMPARE(askedBelow, qint64{4801});
    }

    void goesOnBehindAListThatIsFull()
    {
        FileRowModel model;
        qint64 last = 0;
        model.setSource([&last](const std::optional<FileRow>& row) { last = row ? row->id : -1; });
        const auto page = [](qint64 from) {
            std::vector<FileRow> rows(std::size_t{10'000});
            for (std::size_t i = 0; i < rows.size(); ++i)
                rows[i].id = from + qint64(i);
            return rows;
        };
        model.restart();
        qint64 next = 1;
        while (!model.isFull()) {
            model.append(page(next), false);
            next += 10'000;
            if (model.canFetchMore({}))
                model.fetchMore({});
        }
        QCOMPARE(std::size_t(model.rowCount()), FileRowModel::kMostRows);
        model.goOn();
        QCOMPARE(last, qint64(FileRowModel::kMostRows));
        model.append(page(next), true);
        QCOMPARE(model.rowCount(), 10'000);
        QCOMPARE(model.row(0).id, qint64(FileRowModel::kMostRows) + 1);
        QVERIFY(!model.isFull());
    }
};

BUSHENG_TEST(TstLongLists)
#include "tst_long_lists.moc"
