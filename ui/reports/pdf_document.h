// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QCoreApplication>
#include <QStringList>
#include <QTextCursor>
#include <QTextDocument>

namespace busheng {

/// A report on A4: a title, lines, headings and tables one below the other, pages numbered. Plain text. Needs a
/// QGuiApplication (offscreen will do). Thread: any, one for its whole life; not while a translator is installed.
class PdfDocument {
    Q_DECLARE_TR_FUNCTIONS(PdfDocument)
public:
    explicit PdfDocument(const QString& title);

    void addLine(const QString& text);
    void addHeading(const QString& text);
    /// `percents`: of the columns' widths; none: as their content wants.
    void addTable(const QStringList& header, const QList<QStringList>& rows, const QList<int>& percents = {});
    /// Once. Fails: Storage, event DSK_ERROR; then there is no file, or the one before.
    Result<> write(const QString& path);

private:
    void addText(const QString& text, double points, bool isBold);

    QString m_title;
    QTextDocument m_document;
    QTextCursor m_cursor;
};

} // namespace busheng
