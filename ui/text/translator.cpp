// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/translator.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

#include <memory>

// At file scope, because Q_INIT_RESOURCE does not work inside a namespace. A static library's resource is dropped by
// the linker unless something names it.
static void initTranslationResource()
{
    Q_INIT_RESOURCE(busheng_translations);
}

namespace busheng {
namespace {

QString translatorName()
{
    return QStringLiteral("busheng.translator");
}

void addTranslator(QCoreApplication& application, const QString& file, const QString& directory)
{
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(file, directory))
        return;
    translator->setObjectName(translatorName());
    translator->setParent(&application);
    QCoreApplication::installTranslator(translator.release());
}

} // namespace

QString systemLanguage()
{
    const QStringList languages = QLocale::system().uiLanguages();
    for (const QString& language : languages) {
        if (language.startsWith(QStringLiteral("zh")))
            return QStringLiteral("zh_CN");
        if (language.startsWith(QStringLiteral("en")))
            return QStringLiteral("en");
    }
    return QStringLiteral("en");
}

QString installTranslator(QCoreApplication& application, const QString& language)
{
    initTranslationResource();
    const QString wanted = language.isEmpty() ? systemLanguage() : language;
    const QString effective = wanted.startsWith(QStringLiteral("zh")) ? QStringLiteral("zh_CN") : QStringLiteral("en");
    // The locale first: LanguageChange is sent at once, and whoever hears it formats numbers by it.
    QLocale::setDefault(effective == QStringLiteral("zh_CN") ? QLocale(QLocale::Chinese, QLocale::China)
                                                             : QLocale(QLocale::English, QLocale::UnitedStates));
    const auto previous = application.findChildren<QTranslator*>(translatorName(), Qt::FindDirectChildrenOnly);
    for (QTranslator* translator : previous) {
        QCoreApplication::removeTranslator(translator);
        translator->deleteLater();
    }
    if (effective == QStringLiteral("zh_CN"))
        addTranslator(application, QStringLiteral("qtbase_zh_CN"), QStringLiteral(":/busheng/i18n"));
    addTranslator(application, QStringLiteral("busheng_") + effective, QStringLiteral(":/busheng/i18n"));
    return effective;
}

} // namespace busheng
