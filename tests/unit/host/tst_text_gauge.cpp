// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/text_gauge.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <algorithm>

using namespace busheng;

/// What a survey says of the texts of a column, and what its answer to a peer keeps of it.
class TstTextGauge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const QString& name : Repertoire::names())
            m_repertoires.emplace_back(name);
    }
    void measuresInBothUnits();
    void countsWhatAnEncodingLacks();
    void keepsAFewSamples();
    void guessesTheEncoding_data();
    void guessesTheEncoding();
    void goesToAPeerAndBack();
    void refusesAnotherAnswer();

private:
    TextGauge gauge(bool isLatin = false)
    {
        return std::move(*TextGauge::make(m_repertoires, isLatin ? std::optional(ForeignBytes::Latin) : std::nullopt));
    }
    static void take(TextGauge& gauge, const QString& text, int key)
    {
        const QByteArray utf8 = text.toUtf8();
        gauge.text(view(utf8), [key] { return QString::number(key); });
    }
    static qint64 lacking(const SourceTextColumn& column, const QString& repertoire)
    {
        return std::ranges::find(column.lacking, repertoire, &LackingTexts::repertoire)->rows;
    }

    std::vector<Repertoire> m_repertoires;
};

void TstTextGauge::measuresInBothUnits()
{
    TextGauge texts = gauge();
    take(texts, QStringLiteral("abcd"), 1);
    take(texts, QStringLiteral("张三𠮷"), 2); // 3 characters, 10 bytes
    take(texts, QString(), 3);
    const SourceTextColumn column = texts.result();
    QCOMPARE(column.rows, 3);
    QCOMPARE(column.longestCharacters, 4);
    QCOMPARE(column.longestKey, QStringLiteral("1"));
    QCOMPARE(column.longestBytes, 10);
    QCOMPARE(column.unreadable, 0);
    QVERIFY(column.looksLike.isEmpty());
}

void TstTextGauge::countsWhatAnEncodingLacks()
{
    TextGauge texts = gauge();
    take(texts, QStringLiteral("plain"), 1);
    take(texts, QStringLiteral("张三"), 2);
    take(texts, QStringLiteral("张𠮷"), 3);
    const SourceTextColumn column = texts.result();
    QCOMPARE(lacking(column, QStringLiteral("utf8mb3")), 1);
    QCOMPARE(lacking(column, QStringLiteral("gbk")), 1);
    QCOMPARE(lacking(column, QStringLiteral("latin1")), 2);
    const auto latin = std::ranges::find(column.lacking, QStringLiteral("utf8mb3"), &LackingTexts::repertoire);
    QCOMPARE(latin->samples.front().key, QStringLiteral("3"));
    QCOMPARE(latin->samples.front().text, QStringLiteral("U+20BB7 𠮷"));
}

void TstTextGauge::keepsAFewSamples()
{
    TextGauge texts = gauge();
    for (int i = 0; i < 100; ++i)
        texts.bytes("A\xff", [i] { return QString::number(i); });
    const SourceTextColumn column = texts.result();
    QCOMPARE(column.rows, 100);
    QCOMPARE(column.unreadable, 100);
    QCOMPARE(column.unreadableSamples.size(), std::size_t{5});
    QCOMPARE(column.unreadableSamples[4].key, QStringLiteral("4"));
    QCOMPARE(column.unreadableSamples[4].text, QStringLiteral("x'41ff'"));
}

void TstTextGauge::guessesTheEncoding_data()
{
    QTest::addColumn<QStringList>("texts"); // as latin1 reads them
    QTest::addColumn<QString>("encoding");
    const QString gbk = QString::fromLatin1("\xd5\xc5\xc8\xfd");
    QTest::newRow("GBK") << QStringList{gbk, QStringLiteral("plain"), gbk + gbk} << QStringLiteral("gb18030");
    // Windows' page has characters of its own where latin1 has none.
    QTest::newRow("GBK by page 1252") << QStringList{QStringLiteral("\u2020\u00b4\u00b0\u00b2\u00bb\u00d5")}
                                      << QStringLiteral("gb18030");
    QTest::newRow("UTF-8") << QStringList{QString::fromLatin1("\xe5\xbc\xa0\xe4\xb8\x89")} << QStringLiteral("utf8");
    QTest::newRow("latin1") << QStringList{QStringLiteral("Ångström"), QStringLiteral("naïve Ölung")} << QString();
    QTest::newRow("ASCII") << QStringList{QStringLiteral("plain"), QString()} << QString();
    QTest::newRow("one of ten is damaged")
        << QStringList{gbk, gbk, gbk, gbk, gbk, gbk, gbk, gbk, gbk, QString::fromLatin1("\xd5")}
        << QStringLiteral("gb18030");
    QTest::newRow("half of them") << QStringList{gbk, QStringLiteral("José")} << QString();
}

void TstTextGauge::guessesTheEncoding()
{
    QFETCH(const QStringList, texts);
    QFETCH(const QString, encoding);
    TextGauge latin = gauge(true);
    TextGauge other = gauge(false);
    for (const QString& text : texts) {
        take(latin, text, 1);
        take(other, text, 1);
    }
    QCOMPARE(latin.result().looksLike, encoding);
    QVERIFY(other.result().looksLike.isEmpty());
}

void TstTextGauge::goesToAPeerAndBack()
{
    TextGauge texts = gauge();
    take(texts, QStringLiteral("张𠮷\"\n"), 3);
    texts.bytes("\xff", [] { return QStringLiteral("k"); });
    SourceTexts sent;
    sent.structure = QStringLiteral("00ff");
    sent.columns.push_back(texts.result());
    sent.columns.back().table = QStringLiteral("p.person");
    sent.columns.back().column = QStringLiteral("姓名");
    const auto came = decodeSourceTexts(encodeSourceTexts(sent));
    QVERIFY_OK(came);
    QCOMPARE(came->structure, sent.structure);
    QCOMPARE(came->columns.size(), std::size_t{1});
    QCOMPARE(came->columns[0].column, QStringLiteral("姓名"));
    QCOMPARE(encodeSourceTexts(*came), encodeSourceTexts(sent));
}

void TstTextGauge::refusesAnotherAnswer()
{
    QCOMPARE(decodeSourceTexts("no JSON").error().code, ErrorCode::Protocol);
    // A structure that is none is found when it is needed.
    SourceTexts texts;
    texts.structure = QStringLiteral("beef");
    QVERIFY(!sourceColumns(texts));
}

BUSHENG_TEST(TstTextGauge)
#include "tst_text_gauge.moc"
