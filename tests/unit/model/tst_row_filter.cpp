// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/row_filter.h"
#include "tests/support/test_main.h"

using namespace busheng;

namespace {

/// The tree in brackets, to look at.
QString shown(const RowFilter& filter)
{
    QStringList parts;
    for (const RowFilter& child : filter.children)
        parts.append(shown(child));
    for (const FilterLiteral& literal : filter.literals)
        parts.append(QString::number(static_cast<int>(literal.kind)) + u':' + literal.text);
    static const char* const kKinds[] = {"and", "or", "not", "compare", "in", "null", "starts"};
    QString head = QLatin1String(kKinds[static_cast<int>(filter.kind)]);
    if (!filter.column.isEmpty())
        head += u' ' + filter.column;
    if (filter.kind == RowFilter::Kind::Compare)
        head += QString::number(static_cast<int>(filter.comparison));
    return u'(' + head + (parts.isEmpty() ? QString() : u' ' + parts.join(u' ')) + u')';
}

} // namespace

class TstRowFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsConditions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("tree");
        const auto row = [](const char* text, const char* tree) {
            QTest::addRow("%s", text) << QString::fromUtf8(text) << QString::fromUtf8(tree);
        };
        row("a = 1", "(compare a0 0:1)");
        row("a<>-1.5e3", "(compare a1 0:-1.5e3)");
        row("a != 'it''s'", "(compare a1 1:it's)");
        row("a < 1 and b <= 2 AND c > 3", "(and (compare a2 0:1) (compare b3 0:2) (compare c4 0:3))");
        row("a >= 1 or b = 2 and c = 3", "(or (compare a5 0:1) (and (compare b0 0:2) (compare c0 0:3)))");
        row("(a = 1 or b = 2) and not c = TRUE",
            "(and (or (compare a0 0:1) (compare b0 0:2)) (not (compare c0 2:true)))");
        row("region in ('340100', '340200') and status <> '9'",
            "(and (in region 1:340100 1:340200) (compare status1 1:9))");
        row("a not in (1,2)", "(not (in a 0:1 0:2))");
        row("a is null", "(null a)");
        row("a IS NOT NULL", "(not (null a))");
        row("a like '34%'", "(starts a 1:34)");
        row("a not like '%'", "(not (starts a 1:))");
        row("not not a = 1", "(not (not (compare a0 0:1)))");
        row("\"select \"\" x\" = 1", "(compare select \" x0 0:1)");
        row("地区 = '合肥'", "(compare 地区0 1:合肥)");
        row("  ( ( a=+1 ) )  ", "(compare a0 0:+1)");
        row("\"and\" = ''", "(compare and0 1:)");
    }

    void readsConditions()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, tree);
        const auto filter = parseRowFilter(text);
        QVERIFY_OK(filter);
        QCOMPARE(shown(*filter), tree);
    }

    void saysWhereItIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("why");
        const auto row = [](const char* text, const char* why) {
            QTest::addRow("%s", text) << QString::fromUtf8(text) << QString::fromUtf8(why);
        };
        row("", "character 1: expected a column, NOT or (, found the end");
        row("a", "character 2: expected =, <>, <, <=, >, >=, IN, LIKE or IS, found the end");
        row("a = ", "character 5: expected a number, a 'text', TRUE or FALSE, found the end");
        row("a = b", "character 5: expected a number, a 'text', TRUE or FALSE, found 'b'");
        row("a = 1 b", "character 7: expected AND, OR or the end, found 'b'");
        row("(a = 1", "character 7: expected AND, OR or ), found the end");
        row("a = 1; drop table t", "character 6: expected AND, OR or the end, found ';'");
        row("a = 'x", "character 5: expected a number, a 'text', TRUE or FALSE, found '''");
        row("a in ()", "character 7: expected a number, a 'text', TRUE or FALSE, found ')'");
        row("a in 1", "character 6: expected (, found '1'");
        row("a in (1", "character 8: expected , or ), found the end");
        row("a is 1", "character 6: expected NULL, found '1'");
        row("a not = 1", "character 7: expected IN or LIKE, found '='");
        row("a like 'x'", "character 8: expected a 'text%' with one % at its end, and no _ or \\, found 'x'");
        row("a like '%x%'", "character 8: expected a 'text%' with one % at its end, and no _ or \\, found '%x%'");
        row("a like 'x_%'", "character 8: expected a 'text%' with one % at its end, and no _ or \\, found 'x_%'");
        row("and = 1", "character 1: expected a column, NOT or (, found 'and'");
        row("1 = a", "character 1: expected a column, NOT or (, found '1'");
        row("a = 1 or", "character 9: expected a column, NOT or (, found the end");
        row("a -- b", "character 3: expected =, <>, <, <=, >, >=, IN, LIKE or IS, found '-'");
    }

    void saysWhereItIsWrong()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, why);
        const auto filter = parseRowFilter(text);
        QVERIFY(!filter);
        QCOMPARE(filter.error().code, ErrorCode::Config);
        QCOMPARE(filter.error().detail, why);
    }

    void isBounded()
    {
        QVERIFY(!parseRowFilter(QString(kLongestFilter + 1, u' ')));
        QVERIFY(!parseRowFilter(QString(200, u'(') + QStringLiteral("a = 1") + QString(200, u')')));
        QVERIFY(!parseRowFilter(QStringLiteral("not ").repeated(200) + QStringLiteral("a = 1")));
        QVERIFY(!parseRowFilter(QStringLiteral("a=1 or ").repeated(1000) + QStringLiteral("a=1")));
        QVERIFY_OK(parseRowFilter(QStringLiteral("a=1 or ").repeated(900) + QStringLiteral("a=1")));
        QVERIFY(!parseRowFilter(QStringLiteral("a = 'x") + QChar(0) + u'\''));
    }

    void namesItsColumnsOnce()
    {
        const auto filter = parseRowFilter(QStringLiteral("a = 1 or (b is null and not a = 2) or c like 'x%'"));
        QVERIFY_OK(filter);
        QCOMPARE(filterColumns(*filter), (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
    }
};

BUSHENG_TEST(TstRowFilter)
#include "tst_row_filter.moc"
