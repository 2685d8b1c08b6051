/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recognising network file systems. */

#include "crf-network.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/vfs.h>

#define FUSE_MAGIC 0x65735546u

/* linux/magic.h and the file systems' own sources. */
static const struct
{
  guint32 magic;
  const char *name;
} magics[] = {
  { 0x6969u, "NFS" },
  { 0x517bu, "SMB" },
  { 0xff534d42u, "SMB (CIFS)" },
  { 0xfe534d42u, "SMB 2" },
  { 0x01021997u, "9P" },
  { 0x00c36400u, "Ceph" },
  { 0x0bd00bd0u, "Lustre" },
  { 0x5346414fu, "AFS" },
  { 0x6b414653u, "AFS" },
  { 0x73757245u, "Coda" },
  { 0x564cu, "NCP" },
  { 0x7461636fu, "OCFS2" },
  { 0x01161970u, "GFS2" },
  { 0x47504653u, "GPFS" },
  { 0xaad7aaeau, "PanFS" },
  { 0x19830326u, "BeeGFS" },
};

/* In user space there are local ones too: "fuseblk" and NTFS, encrypted folders. */
static const struct
{
  const char *type;
  const char *name;
} user_space[] = {
  { "fuse.sshfs", "SSHFS" },         { "fuse.gvfsd-fuse", "GVfs" },     { "fuse.davfs", "WebDAV" },     { "fuse.davfs2", "WebDAV" },
  { "fuse.rclone", "rclone" },       { "fuse.s3fs", "S3" },             { "fuse.glusterfs", "GlusterFS" },
  { "fuse.ceph", "Ceph" },           { "fuse.ceph-fuse", "Ceph" },      { "fuse.curlftpfs", "FTP" },    { "fuse.smbnetfs", "SMB" },
  { "fuse.google-drive-ocamlfuse", "Google Drive" },                    { "fuse.onedriver", "OneDrive" }, { "fuse.juicefs", "JuiceFS" },
  { "fuse.mfs", "MooseFS" },         { "fuse.kio-fuse", "KIO" },
};

/* The type of the mount that holds @path: the longest mount point that begins it. Spaces are written \040 there. */
static char *
mount_type (const char *mounts, const char *path)
{
  g_auto (GStrv) lines = g_strsplit (mounts, "\n", -1);
  gsize longest = 0;
  char *type = NULL;

  for (char **line = lines; *line != NULL; line++)
    {
      const char *rest = strstr (*line, " - ");
      g_auto (GStrv) fields = g_strsplit (*line, " ", 6);
      g_autofree char *point = NULL;
      gsize length;

      if (rest == NULL || g_strv_length (fields) < 5)
        continue;
      point = g_strcompress (fields[4]);
      length = g_str_equal (point, "/") ? 0 : strlen (point);
      if (strncmp (path, point, length) != 0 || (path[length] != '/' && path[length] != '\0') || (type != NULL && length < longest))
        continue;
      longest = length;
      g_free (type);
      rest += 3;
      type = g_strndup (rest, strcspn (rest, " "));
    }
  return type;
}

const char *
crf_network_name_of (guint32 magic, const char *mounts, const char *path)
{
  g_autofree char *type = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (magics[i].magic == magic)
      return magics[i].name;
  if (magic != FUSE_MAGIC || mounts == NULL)
    return NULL;
  type = mount_type (mounts, path);
  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (user_space); i++)
    if (g_str_equal (user_space[i].type, type))
      return user_space[i].name;
  return NULL;
}

const char *
crf_network_name (const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *dir = g_path_get_dirname (full);
  g_autofree char *mounts = NULL;
  struct statfs info;

  /* The file may not be there yet; its folder is. */
  if (statfs (full, &info) != 0 && statfs (dir, &info) != 0)
    return NULL;
  if ((guint32) info.f_type == FUSE_MAGIC)
    g_file_get_contents ("/proc/self/mountinfo", &mounts, NULL, NULL);
  return crf_network_name_of ((guint32) info.f_type, mounts, full);
}
