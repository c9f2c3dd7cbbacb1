// The site of docs/: the articles' pages in Chinese and English, and the library's documents. eng/site.sh lays the sources and builds.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('..', import.meta.url))
const titleOf = file => readFileSync(file, 'utf8').match(/^# (.+)$/m)[1]

const pages = (language, words) => {
  const folder = join(source, language)
  const names = readdirSync(folder).filter(name => name.endsWith('.md') && name !== 'index.md').sort()
  const groups = [...new Set(names.map(name => name.split('-')[0]))]
  return groups.map(group => ({
    text: /^\d+$/.test(group) ? `${words.article} ${group}` : words.topics,
    collapsed: false,
    items: names
      .filter(name => name.split('-')[0] === group)
      .map(name => ({
        text: titleOf(join(folder, name)).replace(new RegExp(`^${group} `), ''),
        link: `/${language}/${name.slice(0, -3)}`
      }))
  }))
}

export default {
  title: 'TorchReg',
  cleanUrls: false,
  lastUpdated: false,
  // Documents link to sources of the repository, which are no pages.
  ignoreDeadLinks: true,
  markdown: { math: true, languageAlias: { text: 'txt' } },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                noResultsText: '没有结果', resetButtonTitle: '清除',
                footer: { selectText: '选择', navigateText: '切换', closeText: '关闭' }
              }
            }
          }
        }
      }
    }
  },
  locales: {
    zh: {
      label: '中文',
      lang: 'zh-CN',
      description: '正则化：公式、原文代码的错误、可以复制的 C#',
      themeConfig: {
        nav: [{ text: '全部页面', link: '/zh/' }],
        sidebar: pages('zh', { article: '文章', topics: '专题' }),
        outline: { label: '本页' },
        docFooter: { prev: '上一页', next: '下一页' },
        darkModeSwitchLabel: '外观',
        sidebarMenuLabel: '目录',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '语言'
      }
    },
    en: {
      label: 'English',
      lang: 'en',
      description: 'Regularization: formulas, what articles’ snippets get wrong, C# to copy',
      themeConfig: {
        nav: [{ text: 'All pages', link: '/en/' }],
        sidebar: pages('en', { article: 'Article', topics: 'Topics' })
      }
    }
  }
}
