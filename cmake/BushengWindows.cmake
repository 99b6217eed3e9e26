# SPDX-License-Identifier: GPL-3.0-or-later
# What a program for Windows needs beside the common flags. Included by BushengTargets.
target_compile_definitions(project_flags INTERFACE
    UNICODE _UNICODE NOMINMAX WIN32_LEAN_AND_MEAN
    _WIN32_WINNT=0x0A00 WINVER=0x0A00 NTDDI_VERSION=0x0A000000) # Windows 10, which Qt 6 needs
# GCC 12 for Windows sees copies beyond the end of short std::strings that are none.
target_compile_options(project_flags INTERFACE -Wa,-mbig-obj -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict)
target_link_options(project_flags INTERFACE -fstack-protector-strong -Wl,--no-insert-timestamp)

# The icon in the sizes that Windows shows.
find_program(RSVG_CONVERT rsvg-convert REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(icon "${PROJECT_BINARY_DIR}/busheng.ico")
set(icon_source "${PROJECT_SOURCE_DIR}/resources/icons/busheng.svg")
set(icon_pictures "")
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/icons")
foreach(size 16 24 32 48 64 256)
    set(picture "${PROJECT_BINARY_DIR}/icons/busheng-${size}.png")
    add_custom_command(OUTPUT "${picture}" COMMAND "${RSVG_CONVERT}" -w ${size} -h ${size} -o "${picture}" "${icon_source}"
        DEPENDS "${icon_source}" VERBATIM)
    list(APPEND icon_pictures "${picture}")
endforeach()
add_custom_command(OUTPUT "${icon}"
    COMMAND Python3::Interpreter "${PROJECT_SOURCE_DIR}/packaging/windows/make_ico.py" "${icon}" ${icon_pictures}
    DEPENDS ${icon_pictures} "${PROJECT_SOURCE_DIR}/packaging/windows/make_ico.py" VERBATIM)
add_custom_target(busheng_icon DEPENDS "${icon}")

# busheng_windows_program(<target> DESCRIPTION ... [WINDOW]): icon, version, and what Windows is told of a program. WINDOW: without a console.
function(busheng_windows_program target)
    cmake_parse_arguments(ARG "WINDOW" "DESCRIPTION" "" ${ARGN})
    set(program ${target})
    set(description "${ARG_DESCRIPTION}")
    set(folder "${PROJECT_SOURCE_DIR}/packaging/windows")
    set(resource "${CMAKE_CURRENT_BINARY_DIR}/${target}.rc")
    set(manifest "${folder}/program.manifest")
    set(icon "${PROJECT_BINARY_DIR}/busheng.ico")
    configure_file("${folder}/program.rc.in" "${resource}" @ONLY)
    target_sources(${target} PRIVATE "${resource}")
    add_dependencies(${target} busheng_icon)
    set_source_files_properties("${resource}" PROPERTIES OBJECT_DEPENDS "${manifest}")
    if(ARG_WINDOW)
        set_target_properties(${target} PROPERTIES WIN32_EXECUTABLE ON)
    endif()
endfunction()
