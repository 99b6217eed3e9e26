// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/transfer_name.h"

#include "engine/base/platform.h"
#include "engine/files/names/relative_path.h"
#include "engine/files/names/upload_name.h"
#include "engine/files/tree_directory.h"

namespace busheng {
namespace {

Result<> checkPath(BytesView directory, BytesView name, const TreeRules& rules)
{
    const Bytes path = joinPath(directory, name);
    const auto checked = checkTreePath(path, rules);
    return checked ? Result<>() : fail(toError(checked.error(), path));
}

} // namespace

Result<> checkSentName(BytesView directory, BytesView name, const QString& policy, bool isDirectory)
{
    ENGINE_TRY(checkPath(directory, name, {.forWindows = policy == u"portable", .noTraps = true}));
    if (policy != u"upload" || isDirectory)
        return {};
    const auto upload = parseUploadName(name);
    return upload ? Result<>() : fail(toError(upload.error(), name));
}

Result<> checkReceivedName(BytesView directory, BytesView name)
{
    return checkPath(directory, name, {.forWindows = kIsWindows, .noTraps = true});
}

} // namespace busheng
