// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/reconciliation_pdf.h"

#include "engine/model/events.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>

namespace busheng {
namespace {

constexpr int kDotsPerInch = 150;
constexpr int kMarginMm = 15;
constexpr qreal kPoints = 9;

class PdfText {
    Q_DECLARE_TR_FUNCTIONS(Reconciliation)
public:
    static QString page(int page, int pages) { return tr("Page %1 of %2").arg(page).arg(pages); }
    static QString differences() { return tr("Files that are not equal"); }
    static QString more(qint64 count) { return tr("%1 more files are in the detail file (CSV).").arg(count); }
};

QTextCharFormat charFormat(qreal points, bool isBold)
{
    QTextCharFormat format;
    format.setFontPointSize(points);
    format.setFontWeight(isBold ? QFont::Bold : QFont::Normal);
    return format;
}

void addLine(QTextCursor& cursor, const QString& text, qreal points = kPoints, bool isBold = false)
{
    cursor.movePosition(QTextCursor::End);
    cursor.insertBlock();
    cursor.insertText(text, charFormat(points, isBold));
}

/// A long digest or path has no blank at which a line could end.
QString breakable(QString text)
{
    constexpr qsizetype kRun = 16;
    for (qsizetype at = kRun; at < text.size(); at += kRun + 1)
        text.insert(at, QChar(0x200b));
    return text;
}

void addTable(QTextCursor& cursor, const QStringList& header, const QList<QStringList>& rows)
{
    cursor.movePosition(QTextCursor::End);
    cursor.insertBlock();
    QTextTableFormat format;
    format.setCellPadding(3);
    format.setCellSpacing(0);
    format.setBorder(1);
    format.setBorderBrush(Qt::lightGray);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderCollapse(true);
    format.setHeaderRowCount(1);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    QTextTable* const table =
        cursor.insertTable(static_cast<int>(rows.size()) + 1, static_cast<int>(header.size()), format);
    for (int column = 0; column < header.size(); ++column)
        table->cellAt(0, column).firstCursorPosition().insertText(header.at(column), charFormat(kPoints, true));
    for (int row = 0; row < rows.size(); ++row) {
        for (int column = 0; column < header.size(); ++column)
            table->cellAt(row + 1, column)
                .firstCursorPosition()
                .insertText(breakable(rows.at(row).value(column)), charFormat(kPoints - 1, false));
    }
}

/// Of the detail's columns, those that fit on paper: result, file, both sizes, both states, arrived at, attempts.
QStringList forPaper(const QStringList& row)
{
    return {row.at(0), row.at(1), row.at(2), row.at(3), row.at(6), row.at(7), row.at(9), row.at(10)};
}

/// What stands on the paper.
struct Paper {
    ReconciliationTitle title;
    QString conclusion;
    QStringList summaryHeader;
    QList<QStringList> summary;
    QStringList detailHeader;
    QList<QStringList> details;
    qint64 detailCount = 0;
};

void fill(QTextDocument& document, const Paper& paper)
{
    QTextCursor cursor(&document);
    cursor.beginEditBlock(); // laid out once, at the end: a table's layout takes as long as the table is
    cursor.insertText(ReconciliationWords::title(), charFormat(16, true));
    for (const QString& line : ReconciliationWords::titleLines(paper.title))
        addLine(cursor, line);
    addLine(cursor, paper.conclusion, 11, true);
    addTable(cursor, paper.summaryHeader, paper.summary);
    if (!paper.details.isEmpty()) {
        addLine(cursor, PdfText::differences(), 11, true);
        addTable(cursor, paper.detailHeader, paper.details);
    }
    if (paper.detailCount > paper.details.size())
        addLine(cursor, PdfText::more(paper.detailCount - paper.details.size()));
    cursor.endEditBlock();
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
                         Qt::AlignRight | Qt::AlignBottom, PdfText::page(page + 1, pages));
    }
}

Result<> writePaper(const QString& path, const Paper& paper)
{
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
        writer.setTitle(ReconciliationWords::title());
        QTextDocument document;
        document.documentLayout()->setPaintDevice(&writer);
        QFont font(QStringLiteral("Noto Sans CJK SC"));
        font.setPointSizeF(kPoints);
        document.setDefaultFont(font);
        fill(document, paper);
        paint(writer, document);
    }
    if (!file.commit())
        return failed();
    return {};
}

} // namespace

Result<> writeReconciliationPdf(const QString& path, const ReconciliationTitle& title,
                                const ReconciliationSummary& summary, const std::vector<FileComparison>& details,
                                qint64 detailCount)
{
    Paper paper{title,
                ReconciliationWords::conclusion(summary),
                ReconciliationWords::summaryHeader(),
                ReconciliationWords::summaryRows(summary),
                forPaper(ReconciliationWords::detailHeader()),
                {},
                detailCount};
    for (std::size_t i = 0; i < details.size() && i < kMostPdfRows; ++i)
        paper.details.append(forPaper(ReconciliationWords::detailRow(details[i])));
    return writePaper(path, paper);
}

Result<> writeTaskReconciliationPdf(const QString& path, const ReconciliationTitle& title,
                                    const FileReconciliation& found)
{
    return writePaper(path, {title, TaskReconciliation::conclusion(found), TaskReconciliation::summaryHeader(),
                             TaskReconciliation::summaryRows(found), TaskReconciliation::detailHeader(),
                             TaskReconciliation::detailRows(found), static_cast<qint64>(found.differenceCount)});
}

} // namespace busheng
