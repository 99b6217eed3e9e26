// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/reconcile_commands.h"

#include "app/cli/reconcile_listings.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/files/reconcile/listing_file.h"
#include "engine/files/reconcile/tree_listing.h"
#include "ui/reports/reconciliation_csv.h"
#include "ui/reports/task_reconciliation.h"

#include <QFileInfo>
#include <QSaveFile>

namespace busheng::cli {
namespace {

Result<> write(QSaveFile& file, const QByteArray& bytes)
{
    if (file.write(bytes) == bytes.size())
        return {};
    return fail(
        makeEvent(ErrorCode::Storage, events::DSK_ERROR, {file.fileName(), file.errorString()}, file.errorString()));
}

Result<> open(QSaveFile& file)
{
    return file.open(QIODevice::WriteOnly) ? Result<>() : write(file, QByteArray(1, '\0'));
}

Result<> commit(QSaveFile& file)
{
    return file.commit() ? Result<>()
                         : Result<>(fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR,
                                                   {file.fileName(), file.errorString()}, file.errorString())));
}

QJsonObject toJson(const FileCount& count)
{
    return {{QStringLiteral("files"), count.files}, {QStringLiteral("bytes"), count.bytes}};
}

QJsonObject toJson(const ReconciliationSummary& summary)
{
    QJsonObject verdicts;
    for (const FileVerdict verdict : kFileVerdicts) {
        const auto found = summary.verdicts.find(verdict);
        verdicts.insert(fileVerdictName(verdict),
                        toJson(found == summary.verdicts.end() ? FileCount{} : found->second));
    }
    return {{QStringLiteral("sender"), toJson(summary.sender)},
            {QStringLiteral("receiver"), toJson(summary.receiver)},
            {QStringLiteral("verdicts"), verdicts},
            {QStringLiteral("agrees"), summary.agrees()}};
}

void show(const ReconciliationSummary& summary)
{
    print(ReconciliationWords::conclusion(summary));
    for (const QStringList& row : ReconciliationWords::summaryRows(summary))
        print(ClientText::tr("  %1: %2 files, %3 bytes").arg(row.at(0), row.at(1), row.at(2)));
}

} // namespace

Result<qint64> lateAfterMinutes(const ClientCall& call)
{
    const QString minutes = call.option(QStringLiteral("late-after"));
    bool ok = minutes.isEmpty();
    const qint64 value = ok ? 0 : minutes.toLongLong(&ok);
    if (!ok || value < 0)
        return usageError(QStringLiteral("--late-after is a number of minutes"));
    return value;
}

Result<> writeTaskReconciliation(const QString& path, const NodeSnapshot& node, const FileReconciliation& found)
{
    QSaveFile csv(path);
    ENGINE_TRY(open(csv));
    ENGINE_TRY(write(csv, TaskReconciliation::csv(TaskReconciliation::title(node, found), found)));
    return commit(csv);
}

Result<ExitCode> makeListing(const ClientCall& call)
{
    const QFileInfo root(argument(call, 1));
    if (!root.isDir())
        return usageError(QStringLiteral("directory %1 does not exist").arg(root.filePath()));
    QSaveFile file(call.option(QStringLiteral("to")));
    ENGINE_TRY(open(file));
    TreeListing listing(systemFileSystem(), root.absoluteFilePath());
    FileCount count;
    while (true) {
        ENGINE_TRY_AS(const auto page, listing.nextPage());
        if (page.empty())
            break;
        for (const FileListingRow& row : page) {
            count.add(row.bytes);
            ENGINE_TRY(write(file, listingLine(row)));
        }
    }
    ENGINE_TRY(commit(file));
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("files"), count.files},
                              {QStringLiteral("bytes"), count.bytes},
                              {QStringLiteral("leftOut"), listing.leftOut()}});
    else
        print(ClientText::tr("%1 files, %2 bytes; left out (no regular file, or a refused name): %3")
                  .arg(count.files)
                  .arg(count.bytes)
                  .arg(listing.leftOut()));
    return listing.leftOut() > 0 ? ExitWarning : ExitOk;
}

Result<ExitCode> reconcileFiles(const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 late, lateAfterMinutes(call));
    QSaveFile csv(call.option(QStringLiteral("csv")));
    const bool isWritten = call.has(QStringLiteral("csv"));
    const bool isWhole = call.has(QStringLiteral("all"));
    if (isWritten) {
        ENGINE_TRY(open(csv));
        ENGINE_TRY(write(csv, reconciliationCsvStart()));
    }
    ENGINE_TRY_AS(const ReconciliationSummary summary,
                  reconcileListings(argument(call, 1), argument(call, 2), late, [&](const FileComparison& detail) {
                      const bool isShown = isWritten && (isWhole || detail.verdict != FileVerdict::Equal);
                      return isShown ? write(csv, reconciliationCsvRow(detail)) : Result<>();
                  }));
    if (isWritten)
        ENGINE_TRY(commit(csv));
    if (call.json)
        printJson(toJson(summary));
    else
        show(summary);
    return summary.agrees() && summary.count(FileVerdict::Open) == 0 ? ExitOk : ExitWarning;
}

} // namespace busheng::cli
