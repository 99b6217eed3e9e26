// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report.h"

#include "app/cli/terminal.h"
#include "ui/text/event_text.h"
#include "ui/text/translator.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace busheng::cli {

void useLanguage(QCoreApplication& application, const QString& language)
{
    prepareTerminal();
    installTranslator(application, language);
}

ExitCode report(const QString& program, const Error& error)
{
    const QByteArray line = (program + QStringLiteral(": ") + errorLine(error)).toUtf8();
    std::fprintf(stderr, "%s\n", line.constData());
    return error.code == ErrorCode::Cancelled ? ExitAborted : ExitError;
}

void note(const QString& line)
{
    std::fprintf(stderr, "%s\n", line.toUtf8().constData());
}

void print(const QString& line)
{
    std::fprintf(stdout, "%s\n", line.toUtf8().constData());
    std::fflush(stdout);
}

void printJson(const QJsonValue& value)
{
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    std::fprintf(stdout, "%s", document.toJson(QJsonDocument::Indented).constData());
    std::fflush(stdout);
}

} // namespace busheng::cli
