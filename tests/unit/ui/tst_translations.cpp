// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/text/translator.h"
#include "ui/text/words.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>
#include <QObject>
#include <QRegularExpression>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace busheng;

struct Message {
    QString context;
    QString source;
    QStringList translations;
    QString type;
    bool isPlural = false;
};

static QStringList placesIn(const QString& text)
{
    static const QRegularExpression place(QStringLiteral("%[1-9n]"));
    QStringList places;
    auto matches = place.globalMatch(text);
    while (matches.hasNext())
        places.append(matches.next().captured());
    places.sort();
    return places;
}

class TstTranslations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { installTranslator(*QCoreApplication::instance(), QStringLiteral("en")); }
    void everyStringIsTranslated_data();
    void everyStringIsTranslated();
    void switchingReplacesTheFormerLanguage();
    void unknownLanguagesFallBackToEnglish();
    void localeFollowsTheLanguage();
    void qtsOwnWordsAreChineseToo();

private:
    static QList<Message> read(const QString& file);
};

QList<Message> TstTranslations::read(const QString& name)
{
    QFile file(QStringLiteral(BUSHENG_SOURCE_DIR) + QStringLiteral("/translations/") + name);
    QList<Message> messages;
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QStringLiteral("name"))
            context = xml.readElementText();
        else if (xml.name() == QStringLiteral("message"))
            messages.append(
                {context, {}, {}, {}, xml.attributes().value(QStringLiteral("numerus")) == QStringLiteral("yes")});
        else if (xml.name() == QStringLiteral("source"))
            messages.last().source = xml.readElementText();
        else if (xml.name() == QStringLiteral("numerusform"))
            messages.last().translations.append(xml.readElementText());
        else if (xml.name() == QStringLiteral("translation")) {
            messages.last().type = xml.attributes().value(QStringLiteral("type")).toString();
            if (!messages.last().isPlural)
                messages.last().translations = QStringList(xml.readElementText());
        }
    }
    return xml.hasError() ? QList<Message>() : messages;
}

void TstTranslations::everyStringIsTranslated_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("atLeast");
    QTest::newRow("zh_CN") << QStringLiteral("busheng_zh_CN.ts") << 300;
    QTest::newRow("en") << QStringLiteral("busheng_en.ts") << 1;
}

void TstTranslations::everyStringIsTranslated()
{
    QFETCH(QString, file);
    QFETCH(int, atLeast);
    const QList<Message> messages = read(file);
    QVERIFY(messages.size() >= atLeast);
    for (const Message& message : messages) {
        const QString where = message.context + QStringLiteral(": ") + message.source;
        QVERIFY2(message.type.isEmpty(), qPrintable(where + QStringLiteral(" is ") + message.type));
        QVERIFY2(!message.translations.isEmpty(), qPrintable(where));
        for (const QString& translation : message.translations) {
            QVERIFY2(!translation.trimmed().isEmpty(), qPrintable(where));
            QVERIFY2(placesIn(translation) == placesIn(message.source), qPrintable(where));
        }
    }
}

void TstTranslations::switchingReplacesTheFormerLanguage()
{
    QCoreApplication& application = *QCoreApplication::instance();
    for (int round = 0; round < 3; ++round) {
        QCOMPARE(installTranslator(application, QStringLiteral("zh_CN")), QStringLiteral("zh_CN"));
        QCOMPARE(Words::state(SubscriptionState::Live), QStringLiteral("实时"));
        QCOMPARE(installTranslator(application, QStringLiteral("en")), QStringLiteral("en"));
        QCOMPARE(Words::state(SubscriptionState::Live), QStringLiteral("Live"));
    }
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(application.findChildren<QTranslator*>().size() <= 1);
}

void TstTranslations::unknownLanguagesFallBackToEnglish()
{
    QCOMPARE(installTranslator(*QCoreApplication::instance(), QStringLiteral("tlh")), QStringLiteral("en"));
    QCOMPARE(installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_TW")), QStringLiteral("zh_CN"));
    const QString system = installTranslator(*QCoreApplication::instance(), {});
    QCOMPARE(system, systemLanguage());
}

/// Whatever the system has installed: the program carries them.
void TstTranslations::qtsOwnWordsAreChineseToo()
{
    installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
    QCOMPARE(QCoreApplication::translate("QPlatformTheme", "Cancel"), QStringLiteral("取消"));
    installTranslator(*QCoreApplication::instance(), QStringLiteral("en"));
    QCOMPARE(QCoreApplication::translate("QPlatformTheme", "Cancel"), QStringLiteral("Cancel"));
}

void TstTranslations::localeFollowsTheLanguage()
{
    installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
    QCOMPARE(QLocale().language(), QLocale::Chinese);
    installTranslator(*QCoreApplication::instance(), QStringLiteral("en"));
    QCOMPARE(QLocale().language(), QLocale::English);
}

BUSHENG_TEST(TstTranslations)
#include "tst_translations.moc"
