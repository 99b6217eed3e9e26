// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/latin_sentence.h"
#include "tests/support/test_main.h"
#include "ui/text/event_text.h"
#include "ui/text/reason_catalogue.h"
#include "ui/text/reason_text.h"
#include "ui/text/translator.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace busheng;
using namespace busheng::test;

/// Why something happened is said in the language of the sentence in which it stands.
class TstReasonText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN")); }
    void cleanup() { installTranslator(*QCoreApplication::instance(), QStringLiteral("en")); }

    void everyReasonIsTranslatedAndKeepsWhatItNames()
    {
        static const QRegularExpression place(QStringLiteral("%(\\d)"));
        for (const char* source : reasonCatalogue()) {
            QString reason = QString::fromUtf8(source);
            reason.replace(place, QStringLiteral("x\\1y"));
            const QString shown = reasonText(reason);
            QVERIFY2(hasHan(shown), source);
            QVERIFY2(latinSentence(shown).isEmpty(), qPrintable(shown));
            auto places = place.globalMatch(QString::fromUtf8(source));
            while (places.hasNext()) {
                const QString value = QStringLiteral("x%1y").arg(places.next().captured(1));
                QVERIFY2(shown.contains(value), qPrintable(shown));
            }
            installTranslator(*QCoreApplication::instance(), QStringLiteral("en"));
            QCOMPARE(reasonText(reason), reason);
            installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
        }
    }

    void reasonsWithinReasonsAreTranslated()
    {
        const QString shown = reasonText(QStringLiteral("cannot be read: Permission denied"));
        QVERIFY2(hasHan(shown) && !shown.contains(QStringLiteral("denied")), qPrintable(shown));
    }

    void listsOfReasonsAreTranslated()
    {
        const QString shown = reasonText(QStringLiteral("column a is gone; column 备注 is new"));
        QVERIFY2(shown.contains(u'a') && shown.contains(QStringLiteral("备注")), qPrintable(shown));
        QVERIFY2(!shown.contains(QStringLiteral("column")), qPrintable(shown));
    }

    void namesStayAsTheyAre()
    {
        for (const QString& name :
             {QStringLiteral("person"), QStringLiteral("安徽"), QStringLiteral("/srv/my files/a b.sqlite"),
              QStringLiteral("340000>100000/1"), QString()}) {
            QCOMPARE(reasonText(name), name);
            QVERIFY(!isForeignSentence(name));
        }
    }

    void aLibrarysOwnWordsStandInQuotationMarks()
    {
        const QString native = QStringLiteral("database disk image is malformed");
        const EventText text = eventText(events::SRC_UNAVAILABLE, {QStringLiteral("s"), native});
        QVERIFY2(text.cause.contains(QChar(0x201c) + native + QChar(0x201d)), qPrintable(text.cause));
        installTranslator(*QCoreApplication::instance(), QStringLiteral("en"));
        QVERIFY(!eventText(events::SRC_UNAVAILABLE, {QStringLiteral("s"), native}).cause.contains(QChar(0x201c)));
    }

    void hostileReasonsEndSoon()
    {
        // A peer chooses these: long, and shaped like several patterns one within the other.
        QString deep;
        for (int i = 0; i < 200; ++i)
            deep += QStringLiteral("frame 1: cannot be read: ");
        QVERIFY(!reasonText(deep + QString(4000, u';')).isEmpty());
        QVERIFY(!reasonText(QStringLiteral("a; ").repeated(2000)).isEmpty());
    }
};

BUSHENG_TEST(TstReasonText)
#include "tst_reason_text.moc"
