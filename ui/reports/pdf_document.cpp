// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/pdf_document.h"

#include "engine/model/events.h"

#include <QAbstractTextDocumentLayout>
#include <QCoreApplication>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextTable>

namespace busheng {
namespace {

constexpr int kDotsPerInch = 150;
constexpr int kMarginMm = 15;
constexpr qreal kPoints = 9;
constexpr qreal kTitlePoints = 16;
constexpr qreal kHeadingPoints = 11;

QTextCharFormat charFormat(qreal points, bool isBold)
{
    QTextCharFormat format;
    format.setFontPointSize(points);
    format.setFontWeight(isBold ? QFont::Bold : QFont::Normal);
    return format;
}

/// A long digest or path has no blank at which a line could end.
QString breakable(QString text)
{
    constexpr qsizetype kRun = 16;
    for (qsizetype at = kRun; at < text.size(); at += kRun + 1)
        text.insert(at, QChar(0x200b));
    return text;
}

void paint(QPdfWriter& writer, QTextDocument& document)
{
    const QSizeF body(writer.width(), writer.height() - 2 * kDotsPerInch / 6);
    document.setPageSize(body);
    QPainter painter(&writer);
    QFont small = document.defaultFont();
    small.setPointSizeF(kPoints - 1);
    const int pages = document.pageCount();
    for (int page = 0; page < pages; ++page) {
        if (page > 0)
            writer.newPage();
        painter.save();
        painter.translate(0, -page * body.height());
        document.documentLayout()->setPaintDevice(&writer);
        QAbstractTextDocumentLayout::PaintContext context;
        context.clip = QRectF(0, page * body.height(), body.width(), body.height());
        context.palette.setColor(QPalette::Text, Qt::black);
        painter.setClipRect(context.clip);
        document.documentLayout()->draw(&painter, context);
        painter.restore();
        painter.setFont(small);
        painter.drawText(QRectF(0, body.height(), body.width(), writer.height() - body.height()),
                         Qt::AlignRight | Qt::AlignBottom, PdfDocument::tr("Page %1 of %2").arg(page + 1).arg(pages));
    }
}

} // namespace

PdfDocument::PdfDocument(const QString& title) : m_title(title), m_cursor(&m_document)
{
    QFont font(QStringLiteral("Noto Sans CJK SC"));
    font.setPointSizeF(kPoints);
    m_document.setDefaultFont(font);
    m_cursor.beginEditBlock(); // laid out once, at the end: a table's layout takes as long as the table is
    m_cursor.insertText(title, charFormat(kTitlePoints, true));
}

void PdfDocument::addLine(const QString& text)
{
    addText(text, kPoints, false);
}

void PdfDocument::addHeading(const QString& text)
{
    addText(text, kHeadingPoints, true);
}

void PdfDocument::addText(const QString& text, double points, bool isBold)
{
    m_cursor.movePosition(QTextCursor::End);
    m_cursor.insertBlock();
    m_cursor.insertText(text, charFormat(points, isBold));
}

void PdfDocument::addTable(const QStringList& header, const QList<QStringList>& rows, const QList<int>& percents)
{
    m_cursor.movePosition(QTextCursor::End);
    m_cursor.insertBlock();
    QTextTableFormat format;
    format.setCellPadding(3);
    format.setCellSpacing(0);
    format.setBorder(1);
    format.setBorderBrush(Qt::lightGray);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderCollapse(true);
    format.setHeaderRowCount(1);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    QList<QTextLength> widths;
    for (const int percent : percents)
        widths.append(QTextLength(QTextLength::PercentageLength, percent));
    format.setColumnWidthConstraints(widths);
    QTextTable* const table =
        m_cursor.insertTable(static_cast<int>(rows.size()) + 1, static_cast<int>(header.size()), format);
    for (int column = 0; column < header.size(); ++column)
        table->cellAt(0, column).firstCursorPosition().insertText(header.at(column), charFormat(kPoints, true));
    for (int row = 0; row < rows.size(); ++row) {
        for (int column = 0; column < header.size(); ++column)
            table->cellAt(row + 1, column)
                .firstCursorPosition()
                .insertText(breakable(rows.at(row).value(column)), charFormat(kPoints - 1, false));
    }
}

Result<> PdfDocument::write(const QString& path)
{
    m_cursor.endEditBlock();
    QSaveFile file(path);
    const auto failed = [&file] {
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {file.fileName(), file.errorString()},
                              file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    {
        QPdfWriter writer(&file);
        writer.setResolution(kDotsPerInch);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(kMarginMm, kMarginMm, kMarginMm, kMarginMm), QPageLayout::Millimeter);
        writer.setTitle(m_title);
        m_document.documentLayout()->setPaintDevice(&writer);
        paint(writer, m_document);
        m_document.documentLayout()->setPaintDevice(nullptr); // the writer ends before the document
    }
    if (!file.commit())
        return failed();
    return {};
}

} // namespace busheng
