// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/text/display_text.h"

#include <QObject>

using namespace busheng;

class TstDisplayText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void escapesWhatMisleads_data();
    void escapesWhatMisleads();
    void cutsLongTextInTheMiddle();
    void toolTipShowsMarkupAsText();
};

void TstDisplayText::escapesWhatMisleads_data()
{
    QTest::addColumn<QString>("untrusted");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << QStringLiteral("安徽 Anhui-340000") << QStringLiteral("安徽 Anhui-340000");
    QTest::newRow("html stays") << QStringLiteral("<b>x</b>&amp;") << QStringLiteral("<b>x</b>&amp;");
    QTest::newRow("line feed") << QStringLiteral("a\nb") << QStringLiteral("a\\u000Ab");
    QTest::newRow("escape sequence") << QStringLiteral("\x1b[31m") << QStringLiteral("\\u001B[31m");
    QTest::newRow("C1") << QString(QChar(0x9b)) << QStringLiteral("\\u009B");
    QTest::newRow("right-to-left override")
        << QString(u'a' + QString(QChar(0x202E)) + u'b') << QStringLiteral("a\\u202Eb");
    QTest::newRow("isolate") << QString(QChar(0x2067)) << QStringLiteral("\\u2067");
    QTest::newRow("zero width") << QString(QChar(0x200B)) << QStringLiteral("\\u200B");
    QTest::newRow("line separator") << QString(QChar(0x2028)) << QStringLiteral("\\u2028");
    QTest::newRow("lone surrogate") << QString(QChar(0xD800)) << QStringLiteral("\\uD800");
    QTest::newRow("reversed surrogates") << QString(QString(QChar(0xDC00)) + QChar(0xD800))
                                         << QStringLiteral("\\uDC00\\uD800");
    QTest::newRow("beyond the first plane") << QStringLiteral("𠮷") << QStringLiteral("𠮷");
    const char32_t tag = 0xE0041;
    QTest::newRow("tag character") << QString::fromUcs4(&tag, 1) << QStringLiteral("\\uE0041");
    QTest::newRow("arabic letters stay") << QStringLiteral("مرحبا") << QStringLiteral("مرحبا");
    QTest::newRow("nul") << QString(QChar(0)) << QStringLiteral("\\u0000");
}

void TstDisplayText::escapesWhatMisleads()
{
    QFETCH(QString, untrusted);
    QFETCH(QString, shown);
    QCOMPARE(displayText(untrusted), shown);
    QCOMPARE(displayText(shown), shown); // what is shown is safe
}

void TstDisplayText::cutsLongTextInTheMiddle()
{
    const QString cut = displayText(QString(100, u'a') + QString(100, u'b'), 21);
    QCOMPARE(cut.size(), 21);
    QVERIFY(cut.startsWith(u'a') && cut.endsWith(u'b') && cut.contains(u'…'));
    QCOMPARE(displayText(QStringLiteral("short"), 21), QStringLiteral("short"));
}

void TstDisplayText::toolTipShowsMarkupAsText()
{
    QVERIFY(plainToolTip(QStringLiteral("<img src=x>")).contains(QStringLiteral("&lt;img src=x&gt;")));
    QVERIFY(plainToolTip({}).isEmpty());
}

BUSHENG_TEST(TstDisplayText)
#include "tst_display_text.moc"
