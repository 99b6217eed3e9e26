// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/connection_keywords.h"

#include <QRandomGenerator>

using namespace busheng;

class TstConnectionKeywords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void splits_data()
    {
        QTest::addColumn<QString>("location");
        QTest::addColumn<QString>("parts"); ///< "-": not in keywords
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("plain") << QStringLiteral("host=h  dbname=d\tuser=u")
                               << QStringLiteral("host:h|dbname:d|user:u");
        QTest::newRow("blanks at the sign") << QStringLiteral("host = h") << QStringLiteral("host:h");
        QTest::newRow("quoted") << QStringLiteral("user='a b' dbname=''") << QStringLiteral("user:a b|dbname:");
        QTest::newRow("escaped") << QStringLiteral("user='it\\'s \\\\' host=a\\ b")
                                 << QStringLiteral("user:it's \\|host:a b");
        QTest::newRow("URI") << QStringLiteral("postgresql://u@h/d?sslmode=require") << QStringLiteral("-");
        QTest::newRow("open quote") << QStringLiteral("host='h") << QStringLiteral("-");
        QTest::newRow("no sign") << QStringLiteral("host") << QStringLiteral("-");
        QTest::newRow("no keyword") << QStringLiteral("=x") << QStringLiteral("-");
    }

    void splits()
    {
        QFETCH(const QString, location);
        QFETCH(const QString, parts);
        const auto split = splitConnectionKeywords(location);
        QCOMPARE(split.has_value(), parts != QStringLiteral("-"));
        if (!split)
            return;
        QStringList shown;
        for (const auto& [keyword, value] : *split)
            shown.append(keyword + u':' + value);
        QCOMPARE(shown.join(u'|'), parts);
    }

    void joinsSoThatItSplitsAgain()
    {
        const QString letters = QStringLiteral("ab '\\=\t中|,");
        QRandomGenerator random(20261127);
        for (int i = 0; i < 2'000; ++i) {
            ConnectionKeywords keywords;
            for (const QString& keyword : {QStringLiteral("host"), QStringLiteral("user"), QStringLiteral("dbname")}) {
                QString value;
                for (quint32 n = random.bounded(1U, 8U); n > 0; --n)
                    value.append(letters.at(qsizetype(random.bounded(quint32(letters.size())))));
                keywords.append({keyword, value});
            }
            const QString joined = joinConnectionKeywords(keywords);
            QVERIFY2(splitConnectionKeywords(joined) == keywords, qPrintable(joined));
        }
        QCOMPARE(joinConnectionKeywords(
                     {{QStringLiteral("host"), QString()}, {QStringLiteral("user"), QStringLiteral("u")}}),
                 QStringLiteral("user=u"));
    }
};

BUSHENG_TEST(TstConnectionKeywords)
#include "tst_connection_keywords.moc"
